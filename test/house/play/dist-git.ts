/** A dist-git that imports what it is told to, once, and gives the same answer to whoever asks again. */
import type { BodyInput } from '@kopr/proto';
import type { Bus } from './bus.js';
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';
import type { Act } from './script.js';

type Answer =
  | { readonly type: 'source.imported'; readonly body: BodyInput<'source.imported'> }
  | { readonly type: 'source.failed'; readonly body: BodyInput<'source.failed'> };

/** Whether anything is being imported. */
export interface DistGit {
  open(): readonly number[];
}

/** Opens it; the script says what comes of each import. */
export function openDistGit(clock: Clock, bus: Bus, dice: Dice, acts: readonly Act[]): DistGit {
  const imports = new Map<number, Answer | undefined>();
  const buried = new Set<number>();
  const end = (build: number, answer: Answer): void => {
    imports.set(build, imports.get(build) ?? answer);
    const { type, body } = imports.get(build) ?? answer;
    bus.say('dist-git', type, body);
  };
  bus.listen('dist-git', {
    'source.requested': ({ build }) => {
      const known = imports.get(build);
      if (known) end(build, known);
      if (imports.has(build)) return;
      imports.set(build, undefined);
      const act = acts.find((one) => one.build.id === build)!;
      clock.after(dice.between(500, 6_000), () =>
        end(build, buried.has(build) ? failed(build, 'canceled') : answerOf(act)),
      );
    },
    'build.cancel-requested': ({ build }) => void buried.add(build),
  });
  return { open: () => [...imports].filter(([, answer]) => !answer).map(([build]) => build) };
}

function failed(build: number, code: 'canceled' | 'not-an-srpm'): Answer {
  return { type: 'source.failed', body: { build, code, reason: `the import was refused: ${code}` } };
}

function answerOf({ build, roots, import: { ok, limits } }: Act): Answer {
  if (!ok) return failed(build.id, 'not-an-srpm');
  const { owner, dirname } = build.project;
  const commits = Object.fromEntries(roots.map(({ branch }) => [branch, 'b'.repeat(40)]));
  const evr = { epoch: null, version: '1.0', release: '1' };
  const body = { build: build.id, package: 'hello', ...evr, repository: `${owner}/${dirname}/hello`, commits, limits };
  return { type: 'source.imported', body };
}
