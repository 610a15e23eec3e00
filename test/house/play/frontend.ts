/** The frontend: its real decisions, in a shell that keeps builds in a map. */
import { input, sourceInput } from '../../../services/frontend/test/cast.js';
import type { Build, House } from '../../../services/frontend/src/domain/build.js';
import { decide, type News } from '../../../services/frontend/src/domain/decide.js';
import { nextLook, openTasks, remind } from '../../../services/frontend/src/domain/remind.js';
import type { Saying } from '../../../services/frontend/src/domain/orders.js';
import type { Decision } from '../../../services/frontend/src/domain/sayings.js';
import { hasPart, whyUnwanted } from '../../../services/frontend/src/domain/task-news.js';
import type { Bus, Ears } from './bus.js';
import type { Clock } from './clock.js';
import type { Act } from './script.js';

/** What people and builders may ask of it. */
export interface Frontend {
  readonly builds: ReadonlyMap<number, Build>;
  /** All that was said, in order. */
  readonly said: readonly Saying[];
  submit(act: Act): void;
  cancel(build: number): void;
  /** The failed import of a build is asked for anew. */
  retry(build: number): void;
  /** A builder with a token asks for its definition: whether it gets it. */
  fetch(build: number, task: string, attempt: number): boolean;
}

/** Deadlines come ten times as early, so that reminders are part of most stories. */
const SCALE = 0.1;
const LOOK_MS = 5_000;
const FREE_MS = 2_000;
/** The news that the frontend hears as it is. */
const HEARD = [
  'source.failed',
  'task.assigned',
  'task.started',
  'task.requeued',
  'task.given-up',
  'repo.published',
  'repo.failed',
] as const;

/** Opens it, without builds. */
export function openFrontend(clock: Clock, bus: Bus): Frontend {
  const builds = new Map<number, Build>();
  const acts = new Map<number, Act>();
  const lookAt = new Map<number, number | undefined>();
  const said: Saying[] = [];
  const house = (): House => ({
    now: clock.date(),
    frontendUrl: 'http://front.test',
    resultsUrl: 'http://results.test',
  });
  const sayAll = (sayings: readonly Saying[]): void => {
    for (const one of sayings) {
      said.push(one);
      bus.say('frontend', one.type, one.body);
    }
  };
  const settle = ({ build, said: sayings }: Decision): void => {
    builds.set(build.id, build);
    lookAt.set(build.id, nextLook(build, clock.date(), SCALE)?.getTime());
    sayAll(sayings);
  };
  const apply = (id: number | null, news: News): Build | undefined => {
    const build = id === null ? undefined : builds.get(id);
    if (!build) return undefined;
    const decision = decide(build, news, house());
    if (decision.build !== build) settle(decision);
    return decision.build;
  };
  const look = (): void => {
    for (const [id, at] of lookAt) {
      if (at === undefined || at > clock.now()) continue;
      const build = builds.get(id)!;
      settle(remind(build, () => sourceOrder(acts.get(id)!, build), house(), SCALE));
    }
  };
  const isOver = (id: number): boolean => Boolean(builds.get(id)?.endedAt);
  const freeBatches = (): void => {
    for (const { build, follows, roots } of acts.values())
      if (follows !== null && isOver(follows)) apply(build.id, { type: 'batch.freed', input: input(roots) });
  };
  const asItIs = (type: (typeof HEARD)[number]): Ears => ({
    [type]: (body: { build: number | null }) => apply(body.build, { type, body } as News),
  });
  bus.listen('frontend', {
    ...(Object.assign({}, ...HEARD.map(asItIs)) as Ears),
    'task.finished': (body) => {
      const branches = acts.get(body.build)!.roots.map(({ branch }) => branch);
      apply(body.build, { type: 'task.finished', body, branches });
    },
    'source.resolved': (body) => apply(body.build, { type: 'source.resolved', body, input: sourceInput() }),
    'source.imported': (body) =>
      apply(body.build, { type: 'source.imported', body, input: input(acts.get(body.build)!.roots) }),
    'line.rebuild-requested': () =>
      [...builds.values()].filter(({ endedAt }) => !endedAt).forEach((build) => sayAll(openTasks(build))),
  });
  clock.every(LOOK_MS, look);
  clock.every(FREE_MS, freeBatches);
  return {
    builds,
    said,
    submit: (act) => {
      acts.set(act.build.id, act);
      settle({ build: act.build, said: [sourceOrder(act, act.build)] });
    },
    cancel: (build) => void apply(build, { type: 'cancel', reason: 'canceled by its owner' }),
    retry: (id) => {
      const build = apply(id, { type: 'import.retried' });
      if (build?.source.state === 'pending') sayAll([sourceOrder(acts.get(id)!, build)]);
    },
    fetch: (id, task, attempt) => {
      const build = apply(id, { type: 'definition.fetched', body: { task, attempt } });
      return build !== undefined && hasPart(build, task) && whyUnwanted(build, task, attempt) === undefined;
    },
  };
}

const SRPM = { url: 'http://example.org/hello-1.0-1.src.rpm', size: null, sha256: null };

function sourceOrder({ roots, made }: Act, { id, project, submitter, source: { pin, round } }: Build): Saying {
  const source = { type: made ? ('scm' as const) : ('link' as const), srpm: made ? null : SRPM, params: {} };
  const branches = roots.map(({ branch }) => branch);
  const body = { build: id, project, source, branches, submitter, background: false, pin, round };
  return { type: 'source.requested', body };
}
