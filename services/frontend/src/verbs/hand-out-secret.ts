/** Gives the builder of a private source what opens its repository: once in each attempt, and to nobody else. */
import { sourceSecret, type SourceSecret } from '@kopr/proto';
import { readKeyring, unseal } from '@kopr/shared/sealed';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { isSameAddress } from '../domain/private-source.js';
import { refuse, required } from '../domain/refusal.js';
import { whyUnwanted } from '../domain/task-news.js';
import { lockBuild, type Held } from '../store/builds.js';
import { noteFetch, sealedSecret } from '../store/package-secrets.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import { belongsTo } from './package-secret.js';

/** An attempt at a build's source. */
export interface SourceAttempt {
  readonly build: number;
  /** Id of its source task. */
  readonly task: string;
  readonly attempt: number;
}

/** The secret; it is noted in the same transaction that it was given. */
export async function handOutSecret(deps: Deps, of: SourceAttempt): Promise<SourceSecret> {
  return transact(deps.db, async (tx) => {
    // Locked, so that a build that is canceled or lost just now is either seen, or comes afterwards.
    const held = required(await lockBuild(tx, of.build), 'missing', 'Specified task ID not found');
    checkAttempt(held, of);
    const row = await packageOf(tx, held);
    const sealed = required(await sealedSecret(tx, row.id), 'missing', REMOVED);
    if (!(await noteFetch(tx, of.build, of.attempt, deps.now())))
      refuse('gone', `Attempt ${of.attempt} of ${of.task} was given the secret already; it is given once.`);
    return opened(deps, row, sealed);
  });
}

function checkAttempt({ build, project }: Held, { task, attempt }: SourceAttempt): void {
  if (!project.living) refuse('missing', 'Specified task ID not found');
  const { progress } = build.source;
  const why = progress.attempt < attempt ? 'it did not ask for its definition' : whyUnwanted(build, task, attempt);
  if (why !== undefined) refuse('forbidden', `Attempt ${attempt} of ${task} is not current: ${why}`);
}

const REMOVED = 'The secret of the package was removed, or its address changed, after the build was submitted.';

/** The package that the build was made of, if its secret still opens the build's very address. */
async function packageOf(tx: Tx, { build, row: built, project }: Held): Promise<PackageRow> {
  const kind = required(build.source.secret, 'missing', `The source of build ${build.id} needs no secret.`);
  const row = required(await findPackage(tx, project.id, build.package ?? ''), 'missing', REMOVED);
  return row.secretKind === kind && isSameAddress(row, built) ? row : refuse('missing', REMOVED);
}

/** A key that is lost opens nothing, however often a builder asks: it is told what helps, and the operator why. */
function opened({ config, log }: Deps, row: PackageRow, sealed: string): SourceSecret {
  const found = unseal(readKeyring(config.sealingKeys), sealed, belongsTo(row));
  if (!found.ok) {
    log.error('the secret of a package cannot be opened', { package: row.id, reason: found.reason });
    return refuse('missing', 'The secret of the package cannot be opened any more. Please set it again.');
  }
  return sourceSecret.parse(JSON.parse(found.secret));
}
