/**
 * Chooses what runs next and where. Oldest first, background later, no owner above a fair share while another waits;
 * and no slot stays idle while a task that fits it waits.
 */
import { bestHost, hostsFor, type Offer } from './fits.js';
import { byTurn, type Queue, type Queues, type Waiting } from './queues.js';

/** What there is: hosts that may get work now with all of their slots, and how many slots each owner holds. */
export interface Room {
  readonly hosts: readonly (Offer & { readonly slots: number })[];
  readonly runningByOwner: ReadonlyMap<string, number>;
}

/** One placement. */
export interface Pick {
  readonly task: string;
  readonly host: string;
}

/** The placements to make now, in their order. */
export function pickNext(queues: Queues, room: Room): Pick[] {
  const free = new Map(room.hosts.map(({ name, free: count }) => [name, count]));
  const running = new Map(room.runningByOwner);
  const lanes = lanesOf(queues, room);
  const share = shareOf(room, lanes);
  const picks: Pick[] = [];
  for (;;) {
    const chosen = choose(readyIn(lanes, free), running, share);
    if (!chosen) return picks;
    const { head, host, lane } = chosen;
    lane.taken++;
    add(free, host, -1);
    add(running, head.owner, 1);
    picks.push({ task: head.task, host });
  }
}

/** A queue as it is worked off: how many were taken from its head, and the hosts that may take them. */
interface Lane {
  readonly queue: Queue;
  readonly hosts: readonly Offer[];
  taken: number;
}

/** The first of a lane, and the host that would take it. */
interface Ready {
  readonly lane: Lane;
  readonly head: Waiting;
  readonly host: string;
}

function lanesOf(queues: Queues, room: Room): Lane[] {
  const hostsByKind = new Map<string, readonly Offer[]>();
  const lanes: Lane[] = [];
  for (const queue of queues.values()) {
    const hosts = hostsByKind.get(queue.kind) ?? hostsFor(queue.needs, room.hosts);
    hostsByKind.set(queue.kind, hosts);
    if (hosts.length > 0) lanes.push({ queue, hosts, taken: 0 });
  }
  return lanes;
}

/** The slots divided by all who hold or want some. */
function shareOf(room: Room, lanes: readonly Lane[]): number {
  const slots = room.hosts.reduce((sum, host) => sum + host.slots, 0);
  const owners = new Set([...room.runningByOwner.keys(), ...lanes.map(({ queue }) => queue.owner)]);
  return Math.max(1, Math.ceil(slots / Math.max(1, owners.size)));
}

function readyIn(lanes: readonly Lane[], free: ReadonlyMap<string, number>): Ready[] {
  const hostByKind = new Map<string, string | undefined>();
  return lanes.flatMap((lane) => {
    const { kind, tasks } = lane.queue;
    const head = tasks[lane.taken];
    if (!head) return [];
    if (!hostByKind.has(kind)) hostByKind.set(kind, bestHost(lane.hosts, free)?.name);
    const host = hostByKind.get(kind);
    return host === undefined ? [] : [{ lane, head, host }];
  });
}

/** The first by turn whose owner may go; the owner with the fewest slots always may, so no slot is left idle. */
function choose(ready: readonly Ready[], running: ReadonlyMap<string, number>, share: number): Ready | undefined {
  let best: Ready | undefined;
  for (const one of ready) {
    if (best && byTurn(best.head, one.head) < 0) continue;
    if (!mustYield(one.head, ready, running, share)) best = one;
  }
  return best;
}

/**
 * Whether an owner that holds its share lets another pass who holds less. Background work is passed only by its like,
 * except that everybody gets a first slot.
 */
function mustYield(
  { owner, priority }: Waiting,
  ready: readonly Ready[],
  running: ReadonlyMap<string, number>,
  share: number,
): boolean {
  const held = running.get(owner) ?? 0;
  if (held < share) return false;
  return ready.some(({ head }) => {
    const theirs = running.get(head.owner) ?? 0;
    return theirs < held && (theirs === 0 || head.priority <= priority);
  });
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
