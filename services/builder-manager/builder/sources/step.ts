/** Steps of a source task: what fails in one, fails at its stage. */
import type { SourceStage } from '@kopr/proto';
import { Ended } from '../ended.js';
import type { Phase } from '../report/journal.js';
import type { Room } from '../task.js';

const PHASES: Partial<Record<SourceStage, Phase>> = { 'srpm-build': 'srpm', query: 'collect' };

/** Runs one step under its title; a verdict that knows no stage gets this one. */
export async function step<T>(
  { journal }: Pick<Room, 'journal'>,
  stage: SourceStage,
  title: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await journal.stage(PHASES[stage] ?? 'sources', title, work);
  } catch (error) {
    if (!(error instanceof Ended) || error.stage !== null) throw error;
    throw new Ended(error.outcome, error.message, stage);
  }
}
