/** What a build's page tells when the results are gone that it had. */
import type { EntityManager } from 'typeorm';
import type { Build } from '../../domain/build.js';
import { prunedAt } from '../../store/aged-builds.js';
import type { SourceFact } from '../page-data.js';

/** Nothing while they are there. */
export async function prunedFacts(tx: EntityManager, { id, endedAt }: Build): Promise<SourceFact[]> {
  const gone = endedAt === null ? null : await prunedAt(tx, id);
  if (gone === null) return [];
  return [{ term: 'Results', text: `removed on ${gone.toISOString().slice(0, 10)}, superseded by newer builds` }];
}
