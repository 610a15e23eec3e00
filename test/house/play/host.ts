/** One worker host with its manager: starts what is assigned, stops what is to be stopped, and says what came of it. */
import type { Body } from '@kopr/proto';
import type { Bus } from './bus.js';
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';

/** An attempt's container. */
export interface Container {
  readonly task: string;
  readonly attempt: number;
  readonly kind: 'rpm' | 'source';
  readonly build: number;
  readonly host: string;
  readonly startedAt: string;
  /** A stop was asked for: whatever the builder did, that counts. */
  stopped: boolean;
}

type Ids = Pick<Container, 'task' | 'attempt' | 'kind' | 'build' | 'host'>;

/** What came of a container: as its manager says it, or nothing at all. */
export type End = Pick<Body<'task.finished'>, 'outcome' | 'reason' | 'manifest'> | 'lost' | 'unseen';

export interface Facts {
  readonly name: string;
  readonly arches: string[];
  readonly slots: number;
}

export interface Host {
  readonly facts: Facts;
  /** Those that exist there. */
  running(): readonly Container[];
  /** The most that ran at one time. */
  most(): number;
  /** Its manager sees and hears nothing of it for so long; containers go on. */
  silence(ms: number): void;
  /** Its manager starts anew: containers stay, what it remembered is gone. */
  restart(): void;
  /** The container is over, with this end. */
  end(container: Container, end: End): void;
  report(): void;
}

/** What a host is opened with; `run` is told of each new container. */
export interface Means {
  readonly clock: Clock;
  readonly bus: Bus;
  readonly dice: Dice;
  /** The chance that a container cannot be started. */
  readonly refuses: number;
  run(host: Host, container: Container): void;
}

const REPORT_MS = 5_000;
const STOPPED = { outcome: 'stopped', reason: 'stopped', manifest: null } as const;
const keyOf = ({ task, attempt }: { task: string; attempt: number }): string => `${task} ${attempt}`;

/** Opens it, empty. */
export function openHost(facts: Facts, { clock, bus, dice, refuses, run }: Means): Host {
  const containers = new Map<string, Container>();
  const tombstones = new Map<string, number>();
  const over = new Set<string>();
  let [silentUntil, most] = [0, 0];

  /** What a silent host is asked, or has to say, waits. */
  const onceHeard = (act: () => void): void => {
    if (silentUntil <= clock.now()) act();
    else clock.after(silentUntil - clock.now(), () => onceHeard(act));
  };
  const sayStarted = ({ task, attempt, kind, build, host, startedAt }: Container): void =>
    bus.say('builder-manager', 'task.started', { task, attempt, kind, build, host, address: null, startedAt });
  const sayEnd = ({ task, attempt, kind, build, host }: Ids, end: End, startedAt: string | null) => {
    const ids = { task, attempt, kind, build, host };
    const endedAt = clock.date().toISOString();
    if (end === 'lost') bus.say('builder-manager', 'task.lost', { ...ids, reason: 'the container vanished' });
    else if (end !== 'unseen') bus.say('builder-manager', 'task.finished', { ...ids, ...end, startedAt, endedAt });
  };
  const finish = (container: Container, end: End): void => {
    if (containers.get(keyOf(container)) !== container) return;
    containers.delete(keyOf(container));
    over.add(keyOf(container));
    sayEnd(container, container.stopped ? STOPPED : end, container.startedAt);
  };
  const stop = (container: Container): void => {
    container.stopped = true;
    clock.after(dice.between(100, 2_000), () => onceHeard(() => finish(container, STOPPED)));
  };
  const stopUpTo = (task: string, attempt: number): void =>
    [...containers.values()].filter((one) => one.task === task && one.attempt <= attempt).forEach(stop);
  const start = ({ task, attempt, kind, build, host: name }: Body<'task.assigned'>): void => {
    const container = { task, attempt, kind, build, host: name, startedAt: clock.date().toISOString(), stopped: false };
    stopUpTo(task, attempt - 1);
    containers.set(keyOf(container), container);
    most = Math.max(most, containers.size);
    sayStarted(container);
    run(host, container);
  };
  const take = (assigned: Body<'task.assigned'>): void => {
    if (over.has(keyOf(assigned)) || containers.has(keyOf(assigned))) return;
    if (assigned.attempt <= (tombstones.get(assigned.task) ?? 0)) sayEnd(assigned, STOPPED, null);
    else if (dice.chance(refuses)) sayEnd(assigned, 'lost', null);
    else start(assigned);
  };
  const host: Host = {
    facts,
    running: () => [...containers.values()],
    most: () => most,
    silence: (ms) => void (silentUntil = Math.max(silentUntil, clock.now() + ms)),
    restart: () => {
      tombstones.clear();
      over.clear();
      [...containers.values()].forEach(sayStarted);
    },
    end: (container, end) => onceHeard(() => finish(container, end)),
    report: () => {
      if (silentUntil > clock.now()) return;
      const running = [...containers.values()].map(({ task, attempt }) => ({ task, attempt }));
      const what = { engines: ['rpmbuild' as const], tags: [], draining: false, profile: 'caps' as const, running };
      const { name, arches, slots } = facts;
      bus.say('builder-manager', 'hosts.reported', {
        host: name,
        at: clock.date().toISOString(),
        arches,
        slots,
        ...what,
      });
    },
  };
  bus.listen(facts.name, {
    'task.assigned': (body) => onceHeard(() => take(body)),
    'task.stop-requested': ({ task, attempt }) =>
      onceHeard(() => {
        tombstones.set(task, Math.max(attempt, tombstones.get(task) ?? 0));
        stopUpTo(task, attempt);
      }),
  });
  clock.every(REPORT_MS, host.report);
  return host;
}
