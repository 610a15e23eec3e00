/**
 * A small world around the scheduler's decisions: a frontend that accepts by the merge rule, hosts that run, vanish and
 * fall silent, and a bus that delays, doubles and permutes. Everything follows from one seed.
 */
import type { Body, MessageType } from '@kopr/proto';
import { mergeAttempt, type Progress } from '@kopr/shared/domain';
import { play, type News } from '../src/domain/decide.js';
import type { Said } from '../src/domain/effect.js';
import { apply } from '../src/domain/effect.js';
import { emptyLine, type Line } from '../src/domain/line.js';
import { QUIET_MS } from '../src/domain/limits.js';
import { NOON, placement, report, TRACE } from './cast.js';

/** What may go wrong: chances a second, or per message. */
export interface Weather {
  readonly doubled: number;
  readonly maxDelayS: number;
  readonly vanishes: number;
  readonly silences: number;
  readonly restarts: number;
  readonly emptied: number;
  readonly cancels: number;
}

interface Container {
  readonly task: string;
  readonly attempt: number;
  readonly endsAt: number;
}
interface HostState {
  readonly name: string;
  readonly slots: number;
  queue: Said[];
  running: Container[];
  silentUntil: number;
}
interface TaskState extends Progress {
  readonly task: string;
  readonly owner: string;
  over: 'no' | 'accepted' | 'given-up' | 'canceled';
}
type Mail = { at: number; deliver(): void };

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes a world with so many tasks on three hosts; `step` lets a second pass. */
export function world(seed: number, tasks: number, weather: Weather) {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  let now = NOON;
  let line: Line = emptyLine(now);
  let mails: Mail[] = [];
  const assigned: string[] = [];
  const frontend = new Map<string, TaskState>();
  const hosts = ['alpha', 'beta', 'gamma'].map((name, at): HostState => {
    return { name, slots: at + 1, queue: [], running: [], silentUntil: 0 };
  });

  const send = (deliver: () => void): void => {
    for (let copies = chance(weather.doubled) ? 2 : 1; copies > 0; copies--) {
      mails.push({ at: now + random() * weather.maxDelayS * 1000, deliver });
    }
  };
  const hear = (news: News): void => {
    for (const said of play(line, news, now)) carry(said);
  };
  const tellScheduler = <T extends Exclude<News['type'], 'time' | 'cleaning'>>(type: T, body: Body<T>): void =>
    send(() => hear({ type, body, trace: TRACE } as News));

  /** What the scheduler says goes to its worker host in order, and to the frontend in none. */
  const carry = (said: Said): void => {
    const { type, body } = said;
    if (type === 'task.assigned' || type === 'task.stop-requested') {
      hosts.find(({ name }) => name === body.host)?.queue.push(said);
    }
    if (type === 'task.assigned') assigned.push(`${body.task} ${body.attempt}`);
    send(() => frontendHears(type, body.task, body.attempt));
  };
  const PHASES: Partial<Record<MessageType, Progress['phase']>> = {
    'task.assigned': 'assigned',
    'task.started': 'started',
    'task.finished': 'finished',
    'task.requeued': 'lost',
    'task.given-up': 'lost',
  };
  const frontendHears = (type: MessageType, id: string, attempt: number): void => {
    const [task, phase] = [frontend.get(id), PHASES[type]];
    if (!task || !phase || task.over !== 'no') return;
    if (type === 'task.given-up') task.over = 'given-up';
    if (mergeAttempt(task, { attempt, phase }) === 'stale') return;
    Object.assign(task, { attempt, phase });
    if (type === 'task.finished') task.over = 'accepted';
  };
  const queue = ({ task, owner, attempt }: TaskState): void =>
    tellScheduler('task.queued', placement({ task, owner, attempt, arch: null }));

  const hostWorks = (host: HostState): void => {
    for (const said of host.queue.splice(0)) {
      const { task, attempt } = said.body;
      if (said.type === 'task.assigned') host.running.push({ task, attempt, endsAt: now + random() * 90_000 });
      else
        host.running = host.running.filter((c) => c.task !== task || c.attempt > attempt || gone(host, c, 'stopped'));
      if (said.type === 'task.assigned') bothHear(host, 'task.started', task, attempt);
    }
    host.running = host.running.filter((container) => {
      if (chance(weather.vanishes)) return chance(0.5) && gone(host, container, 'lost');
      return container.endsAt > now || gone(host, container, 'succeeded');
    });
    const running = host.running.map(({ task, attempt }) => ({ task, attempt }));
    if ((now / 1000) % 5 === 0) {
      const body = report(now, { host: host.name, slots: host.slots, running });
      mails.push({ at: now + random() * 3_000, deliver: () => hear({ type: 'hosts.reported', body, trace: TRACE }) });
    }
  };
  /** Says what became of a container; false, so that a filter drops it. */
  const gone = (host: HostState, { task, attempt }: Container, how: 'succeeded' | 'stopped' | 'lost'): false => {
    const common = { task, attempt, kind: 'rpm', build: Number(task.split('-')[0]), host: host.name } as const;
    if (how === 'lost') {
      tellScheduler('task.lost', { ...common, reason: 'it vanished' });
      return false;
    }
    const rest = { reason: null, stage: null, manifest: null, startedAt: null, endedAt: new Date(now).toISOString() };
    tellScheduler('task.finished', { ...common, ...rest, outcome: how });
    if (how === 'succeeded') send(() => frontendHears('task.finished', task, attempt));
    return false;
  };
  const bothHear = (host: HostState, type: 'task.started', task: string, attempt: number): void => {
    const body = { task, attempt, kind: 'rpm', build: Number(task.split('-')[0]), host: host.name } as const;
    tellScheduler(type, { ...body, address: null, startedAt: new Date(now).toISOString() });
    send(() => frontendHears(type, task, attempt));
  };

  /** Another replica leads: it has the records, and nothing else. */
  const restart = (): void => {
    const next = emptyLine(now);
    for (const task of [...line.waiting.values(), ...line.placed.values()]) apply(next, { do: 'put', task });
    for (const [id, ended] of line.ended) next.ended.set(id, ended);
    for (const [build, at] of line.canceled) next.canceled.set(build, at);
    next.quietUntil = line.quietUntil;
    line = next;
  };
  /** Redis was emptied: the frontend says again what is open, and what was canceled stays so there. */
  const empty = (): void => {
    line = emptyLine(now);
    line.quietUntil = now + QUIET_MS;
    for (const task of frontend.values()) if (task.over === 'no') queue(task);
  };
  const cancel = (): void => {
    const open = [...frontend.values()].filter(({ over }) => over === 'no');
    const task = open[Math.floor(random() * open.length)];
    if (!task) return;
    task.over = 'canceled';
    const build = Number(task.task);
    tellScheduler('build.cancel-requested', { build, projectId: 7, reason: 'canceled' });
  };

  const step = (stormy: boolean): void => {
    now += 1000;
    if (stormy && chance(weather.restarts)) restart();
    if (stormy && chance(weather.emptied)) empty();
    if (stormy && chance(weather.cancels)) cancel();
    for (const host of hosts) {
      if (stormy && chance(weather.silences)) host.silentUntil = now + random() * 120_000;
      if (host.silentUntil <= now) hostWorks(host);
    }
    const due = mails.filter(({ at }) => at <= now);
    mails = mails.filter(({ at }) => at > now);
    for (const { deliver } of due.sort((a, b) => a.at - b.at)) deliver();
    hear({ type: 'time' });
  };
  for (let n = 1; n <= tasks; n++) {
    const owner = ['alice', 'bob', 'carol'][n % 3] ?? 'alice';
    const task: TaskState = { task: String(n), owner, attempt: 0, phase: 'queued', over: 'no' };
    frontend.set(task.task, task);
    queue(task);
  }
  return { step, frontend, hosts, assigned, line: () => line, idle: () => mails.length === 0 };
}
