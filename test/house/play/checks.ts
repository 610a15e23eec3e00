/** What must hold at the end of every story. Each check answers what is wrong, in words; nothing is well. */
import { stateOf, type Build } from '../../../services/frontend/src/domain/build.js';
import { chrootsIn, repeated, roundsOf, saidOf, taskOf, tally, type Check, type Type } from './found.js';
import { openIn, type House } from './house.js';
import { SOURCE_CHECKS } from './source-checks.js';

/** Everything that is wrong with a story; `calm`: the same script, played without any disturbance. */
export function problemsOf(house: House, calm: House): string[] {
  return [...CHECKS.flatMap((check) => check(house)), ...endsUnlike(house, calm)];
}

const CHECKS: readonly Check[] = [
  nothingIsOpen,
  noSlotIsHeld,
  oneAttemptIsAccepted,
  eachSucceededIsPublishedOnce,
  ...SOURCE_CHECKS,
  factsAreSaidOnce,
  tasksEndIfTheyBegan,
  buildEndsLast,
  lossesAreFew,
  nothingIsLostInVain,
  canceledAreNotPlaced,
  attemptsAreAssignedOnce,
  hostsAreNotOverfull,
  batchesKeepTheirOrder,
];

function nothingIsOpen(house: House): string[] {
  return openIn(house).map((open) => `open at the end: ${open}`);
}

function noSlotIsHeld({ scheduler }: House): string[] {
  const held = [...scheduler.line().hosts.values()].flatMap(({ name, running }) =>
    running.map(({ task, attempt }) => `a slot of ${name} is held by ${task} attempt ${attempt}`),
  );
  return scheduler.line().seen.size > 0 ? [...held, 'a lease is left without its task'] : held;
}

/** The only attempt that was ordered to be published or imported must be one that delivered, and the newest heard of by then. */
function oneAttemptIsAccepted(house: House): string[] {
  const heard = new Map<string, number>();
  const accepted = new Map<string, number>();
  const problems: string[] = [];
  for (const { to, said } of house.trace) {
    if (to === 'frontend' && said.type === 'task.assigned')
      heard.set(said.body.task, Math.max(heard.get(said.body.task) ?? 0, said.body.attempt));
    if (to !== null || (said.type !== 'publish.requested' && said.type !== 'import.requested')) continue;
    const { attempt } = said.body;
    const task = said.type === 'publish.requested' ? said.body.task : String(said.body.build);
    const first = accepted.get(task);
    if (first === undefined && attempt < (heard.get(task) ?? 0))
      problems.push(`${task}: stale attempt ${attempt} was accepted`);
    if (first !== undefined && first !== attempt)
      problems.push(`${task}: attempts ${first} and ${attempt} were accepted`);
    accepted.set(task, first ?? attempt);
  }
  const { publisher, distGit } = house;
  return [
    ...problems,
    ...publisher.unheld.map(({ task, attempt }) => `${task}: attempt ${attempt} was accepted, but never delivered`),
    ...distGit.unheld.map(({ build, attempt }) => `${build}: attempt ${attempt} was accepted, but never delivered`),
  ];
}

function eachSucceededIsPublishedOnce(house: House): string[] {
  const { published } = house.publisher;
  const times = tally(published.map(({ task }) => task));
  const wrong = chrootsIn(house).flatMap(({ task, chroot: { state } }) => {
    const [is, should] = [times.get(task) ?? 0, state === 'succeeded' ? 1 : 0];
    return is === should ? [] : [`${task} is ${state}, but was published ${is} times`];
  });
  return [
    ...wrong,
    ...repeated(
      published.map(({ request }) => request),
      'a request was carried out',
    ),
  ];
}

function factsAreSaidOnce(house: House): string[] {
  const chroots = saidOf(house, 'chroot.ended').map(({ build, chroot }) => `${build}-${chroot}`);
  const builds = saidOf(house, 'build.ended').map(({ build }) => String(build));
  const more = (one: string): number => roundsOf(house, Number(one.split('-', 1)[0]));
  const missing = chrootsIn(house).filter(({ task }) => !chroots.includes(task));
  const silent = [...house.frontend.builds.keys()].filter((id) => !builds.includes(String(id)));
  return [
    ...repeated(chroots, 'chroot.ended was said', more),
    ...repeated(builds, 'build.ended was said', more),
    ...repeated(
      saidOf(house, 'task.began').map(({ task }) => task),
      'task.began was said',
    ),
    ...repeated(
      saidOf(house, 'task.ended').map(({ task }) => task),
      'task.ended was said',
    ),
    ...missing.map(({ task }) => `chroot.ended was never said: ${task}`),
    ...silent.map((id) => `build.ended was never said: ${id}`),
  ];
}

function tasksEndIfTheyBegan(house: House): string[] {
  const began = new Set(saidOf(house, 'task.began').map(({ task }) => task));
  const ended = new Map(saidOf(house, 'task.ended').map(({ task, state }) => [task, state]));
  const unended = [...began].filter((task) => !ended.has(task)).map((task) => `${task} began and never ended`);
  const early = [...ended].filter(([task, state]) => !began.has(task) && state !== 'failed');
  return [...unended, ...early.map(([task, state]) => `${task} ended (${state}) and never began`)];
}

const FACTS: ReadonlySet<Type> = new Set<Type>([
  'task.began',
  'task.ended',
  'chroot.ended',
  'publish.requested',
  'task.queued',
]);

function buildEndsLast({ frontend }: House): string[] {
  const over = new Set<number>();
  const rounds = new Map<number, number>();
  return frontend.said.flatMap(({ type, body }) => {
    const build = 'build' in body ? Number(body.build) : 0;
    if (type === 'build.ended') over.add(build);
    const round = 'round' in body ? (body.round ?? 0) : 0;
    if (round > (rounds.get(build) ?? 0)) over.delete(build);
    rounds.set(build, Math.max(round, rounds.get(build) ?? 0));
    return over.has(build) && FACTS.has(type) ? [`build ${build}: ${type} was said after its end`] : [];
  });
}

/** Three losses and no more: two that are made good, and the last. Only a scheduler that lost its memory tries longer. */
function lossesAreFew(house: House): string[] {
  if (house.weather.emptied > 0) return [];
  const requeued = tally(saidOf(house, 'task.requeued').map(({ task }) => task));
  const often = [...requeued].filter(([, times]) => times > 2);
  const givenUp = new Set<string>();
  const late = house.trace.flatMap(({ to, said: { type, body } }) => {
    if (to === null && type === 'task.given-up') givenUp.add(body.task);
    if (to !== null || type !== 'task.assigned' || !givenUp.has(body.task)) return [];
    return [`${body.task}: attempt ${body.attempt} was assigned after it was given up`];
  });
  return [...often.map(([task, times]) => `${task} was put back in line ${times} times`), ...late];
}

/** Where hosts keep what they have, and say so in time, nothing is taken for lost. */
function nothingIsLostInVain(house: House): string[] {
  if (house.weather.lost > 0 || house.weather.emptied > 0) return [];
  return saidOf(house, 'task.requeued').map(({ task, attempt }) => `${task}: attempt ${attempt} was lost in vain`);
}

/** The scheduler remembers a cancel, also of tasks that it hears of later. */
function canceledAreNotPlaced({ weather, trace }: House): string[] {
  if (weather.emptied > 0) return [];
  const canceled = new Set<number>();
  return trace.flatMap(({ to, said: { type, body } }) => {
    if (to === 'scheduler' && type === 'build.cancel-requested') canceled.add(body.build);
    if (to !== null || type !== 'task.assigned' || !canceled.has(body.build)) return [];
    return [`${body.task} was assigned after its build was canceled`];
  });
}

function attemptsAreAssignedOnce(house: House): string[] {
  if (house.weather.emptied > 0) return [];
  return repeated(
    saidOf(house, 'task.assigned').map(({ task, attempt }) => `${task} attempt ${attempt}`),
    'assigned',
  );
}

/** Attempts that were given up may still run beside others. */
function hostsAreNotOverfull({ weather, hosts }: House): string[] {
  if (weather.lost > 0 || weather.emptied > 0) return [];
  const overfull = hosts.filter((host) => host.most() > host.facts.slots);
  return overfull.map((host) => `${host.facts.name} ran ${host.most()} containers in ${host.facts.slots} slots`);
}

/** No task of a later batch is put in line before the earlier one is over. */
function batchesKeepTheirOrder({ frontend, acts }: House): string[] {
  const over = new Set<number>();
  return frontend.said.flatMap(({ type, body }) => {
    if (type === 'build.ended') over.add(body.build);
    if (type !== 'task.queued') return [];
    const follows = acts.find(({ build }) => build.id === body.build)?.follows ?? null;
    return follows === null || over.has(follows)
      ? []
      : [`${body.task} was put in line before build ${follows} was over`];
  });
}

/** Every part ends as it would have, but for what people and losses did to it. */
function endsUnlike(house: House, calm: House): string[] {
  return [...calm.frontend.builds.values()].flatMap((wanted) => {
    const build = house.frontend.builds.get(wanted.id);
    if (!build) return [`build ${wanted.id} is gone`];
    if (build.canceled || isSourceGivenUp(build, house)) return chrootsUnlike(build, wanted, house);
    const own =
      build.source.state === wanted.source.state ? [] : [`build ${build.id}: its source is ${build.source.state}`];
    return [...own, ...namesUnlike(build, wanted), ...chrootsUnlike(build, wanted, house)];
  });
}

function isSourceGivenUp({ source }: Build, { weather }: House): boolean {
  return weather.lost > 0 && source.state === 'failed' && /^lost 3 times/.test(source.reason ?? '');
}

function namesUnlike(build: Build, wanted: Build): string[] {
  const names = (of: Build): string => of.chroots.map(({ name }) => name).join(' ');
  return names(build) === names(wanted) ? [] : [`build ${build.id} has chroots ${names(build)}, not ${names(wanted)}`];
}

function chrootsUnlike(build: Build, wanted: Build, { weather }: House): string[] {
  const mayBeGivenUp = weather.lost > 0;
  const state =
    build.canceled && stateOf(build) !== 'canceled' ? [`build ${build.id}: canceled, and ${stateOf(build)}`] : [];
  return build.chroots.flatMap((chroot) => {
    const calm = wanted.chroots.find(({ name }) => name === chroot.name);
    const isAsWanted = chroot.state === calm?.state;
    const isCanceled = build.canceled && chroot.state === 'canceled';
    const isGivenUp = mayBeGivenUp && chroot.state === 'failed' && /^lost 3 times/.test(chroot.reason ?? '');
    if (isAsWanted || isCanceled || isGivenUp) return state;
    return [...state, `${taskOf(build, chroot)} ended as ${chroot.state} (${chroot.reason}), not as ${calm?.state}`];
  });
}
