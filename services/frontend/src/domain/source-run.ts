/** Source tasks as news of attempts moves them: accepted ones are imported. */
import type { Body } from '@kopr/proto';
import { isFinalSource } from '@kopr/shared/domain';
import { moveSource } from './move.js';
import type { RunKind } from './run-news.js';
import type { SourcePart } from './source-part.js';

/** The runs of a source's task. `branches`: those that the SRPM is to be imported into. */
export const sourceRun = (branches: readonly string[] = []): RunKind<SourcePart> => ({
  whyClosed: ({ state }) => {
    if (isFinalSource(state)) return `the task is ${state}`;
    return state === 'importing' ? 'another run was accepted' : undefined;
  },
  move: (source, news, now) => moveSource(source, news, now),
  breakOff: (source, now, reason) => moveSource(source, 'broke', now, { reason, stage: 'internal', retriable: false }),
  end: (source, body, now) =>
    body.outcome === 'succeeded' ? accept(source, body, branches, now) : fail(source, body, now),
});

function accept(
  source: SourcePart,
  { manifest }: Body<'task.finished'>,
  branches: readonly string[],
  now: Date,
): SourcePart | undefined {
  return moveSource({ ...source, manifest, branches }, 'accepted', now);
}

/** That it was made once more from the same would hardly help: what is wrong lies in the source. */
function fail(source: SourcePart, { reason, stage }: Body<'task.finished'>, now: Date): SourcePart | undefined {
  const failure = { reason: reason ?? 'the source could not be made into an SRPM', stage: stage ?? 'srpm-build' };
  return moveSource(source, 'broke', now, { ...failure, retriable: false });
}
