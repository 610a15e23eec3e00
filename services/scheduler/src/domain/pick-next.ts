/**
 * Chooses what runs next and where. Oldest first, background later, no owner above a fair share while another waits;
 * and no slot stays idle while a task that fits it waits.
 */
import { bestHost, hostsFor, type Needs, type Offer } from './fits.js';
import { PRIORITY_STEP_MS } from './limits.js';

/** A task in line. `queuedAt` in ms. */
export interface Waiting extends Needs {
  readonly task: string;
  readonly owner: string;
  /** 0 is ordinary, 10 background; lower goes first. */
  readonly priority: number;
  readonly queuedAt: number;
}

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
export function pickNext(waiting: readonly Waiting[], room: Room): Pick[] {
  const free = new Map(room.hosts.map(({ name, free: count }) => [name, count]));
  const running = new Map(room.runningByOwner);
  const queues = queuesOf(waiting, room);
  const share = shareOf(room, queues);
  const picks: Pick[] = [];
  for (;;) {
    const chosen = choose(readyIn(queues, free), running, share);
    if (!chosen) return picks;
    const { head, host, queue } = chosen;
    queue.tasks.shift();
    add(free, host, -1);
    add(running, head.owner, 1);
    picks.push({ task: head.task, host });
  }
}

/** Tasks that only differ by age: one owner's, asking for the same. `hosts`: those that may take them. */
interface Queue {
  readonly owner: string;
  readonly tasks: Waiting[];
  readonly hosts: readonly Offer[];
}

/** The first of a queue, and the host that would take it. */
interface Ready {
  readonly queue: Queue;
  readonly head: Waiting;
  readonly host: string;
}

function queuesOf(waiting: readonly Waiting[], room: Room): Queue[] {
  const queues = new Map<string, Queue>();
  for (const task of waiting) {
    const key = JSON.stringify([task.owner, task.arch, task.engine, task.tags, task.lostOn]);
    const queue = queues.get(key) ?? { owner: task.owner, tasks: [], hosts: hostsFor(task, room.hosts) };
    queues.set(key, queue);
    queue.tasks.push(task);
  }
  const possible = [...queues.values()].filter(({ hosts }) => hosts.length > 0);
  for (const { tasks } of possible) tasks.sort(byTurn);
  return possible;
}

/** When a task's turn is, as if priority were time spent in line. */
function turnOf({ queuedAt, priority }: Waiting): number {
  return queuedAt + priority * PRIORITY_STEP_MS;
}

function byTurn(a: Waiting, b: Waiting): number {
  return turnOf(a) - turnOf(b) || (a.task < b.task ? -1 : 1);
}

/** The slots divided by all who hold or want some. */
function shareOf(room: Room, queues: readonly Queue[]): number {
  const slots = room.hosts.reduce((sum, host) => sum + host.slots, 0);
  const owners = new Set([...room.runningByOwner.keys(), ...queues.map(({ owner }) => owner)]);
  return Math.max(1, Math.ceil(slots / Math.max(1, owners.size)));
}

function readyIn(queues: readonly Queue[], free: ReadonlyMap<string, number>): Ready[] {
  return queues.flatMap((queue) => {
    const [head] = queue.tasks;
    const host = bestHost(queue.hosts, free);
    return head && host ? [{ queue, head, host: host.name }] : [];
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
