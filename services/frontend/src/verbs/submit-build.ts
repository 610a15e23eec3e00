/** Takes a submission: saves its builds and says `source.requested` for each, in one transaction. */
import type { Pin, SecretKind } from '@kopr/proto';
import { currentTrace, newTrace } from '@kopr/shared/log';
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { BuildOptions } from '../domain/build.js';
import { decide } from '../domain/decide.js';
import { newChroot } from '../domain/plan.js';
import { secretOf, whyClosed, type SecretHolder, type SourceAt } from '../domain/private-source.js';
import { nextLook } from '../domain/remind.js';
import { refuse, required } from '../domain/refusal.js';
import type { SourceInput } from '../domain/source-definition.js';
import type { Decision } from '../domain/sayings.js';
import { newSource } from '../domain/source-part.js';
import type { BuildRow } from '../store/build-rows.js';
import { addBuild, addBuildChroots, readBuild, writeBuild, type Held } from '../store/builds.js';
import { addDir } from '../store/project-dirs.js';
import { chrootsOf } from '../store/project-parts.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { addSource } from '../store/source-rows.js';
import { addUpload } from '../store/uploads.js';
import type { UserRow } from '../store/users.js';
import { houseOf, settle } from './apply-news.js';
import { importInput } from './plan-input.js';
import { orderRepos, refOf } from './order-repos.js';
import { joinBatch, type BatchWish, type Place } from './join-batch.js';
import { sayAll } from './say-all.js';
import { repeatStatus } from './say-status.js';
import { sourceOrder } from './source-order.js';
import { sourceParams, type RecordedSource, type Source } from './source-params.js';

/** One request for builds; one build for each source. */
export interface Submission {
  readonly project: ProjectRow;
  readonly dirname: string;
  readonly options: BuildOptions;
  /** Null: all of the project's chroots. */
  readonly chosen: readonly string[] | null;
  readonly sources: readonly Source[];
  /** The package, where it is known before the source is. */
  readonly package?: string | null;
  /** That package, where it is built by its own source: then its secret opens the repository. */
  readonly of?: SecretHolder | null;
  /** What the sources are to be made of, where not of what is newest. */
  readonly pin?: Pin | null;
  /** With or after the builds of a batch; all of one request share a batch. */
  readonly batch?: BatchWish | null;
  /** Of one source: the build that is built once more, when the repetition speaks for it at the forge. */
  readonly repeats?: number | null;
}

/** Who asks: a user, or somebody whom only a webhook names (domain/submitter.ts). */
export interface Submitter {
  readonly id: number | null;
  readonly name: string | null;
}

/** The numbers of the new builds, in the order of their sources. Rights were checked by the caller. */
export async function submitBuilds(deps: Deps, user: UserRow, submission: Submission): Promise<number[]> {
  const { project, batch } = submission;
  return transact(deps.db, async (tx, say) => {
    // Held until the commit, so that a deletion either sees these builds or refuses them.
    required(
      await lockProject(tx, project.id, 'read'),
      'missing',
      `Project ${project.owner}/${project.name} does not exist.`,
    );
    const place = batch ? await joinBatch(tx, user, batch) : null;
    return submitIn(deps, tx, say, user, { ...submission, place });
  });
}

/** The same within a transaction that holds the project's row. */
export async function submitIn(
  deps: Deps,
  tx: Tx,
  say: Say,
  submitter: Submitter,
  submission: Placed,
): Promise<number[]> {
  const { project, sources } = submission;
  const chroots = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  if (chroots.length === 0) refuse('invalid', `Project ${project.owner}/${project.name} has no active chroots`);
  await openDir(deps, tx, say, submission, chroots);
  const ids: number[] = [];
  for (const source of sources) ids.push(await submitOne(deps, tx, say, submitter, submission, source));
  return ids;
}

/** A side directory comes into being with the first build that names it, and its repositories with it. */
async function openDir(
  deps: Deps,
  tx: Tx,
  say: Say,
  { project, dirname }: Submission,
  chroots: string[],
): Promise<void> {
  if (dirname === project.name) return;
  const isNew = await addDir(tx, { projectId: project.id, name: dirname, createdAt: deps.now() });
  if (isNew) await orderRepos(say, 'create', refOf(project, dirname), project, chroots);
}

/** A submission whose builds have their place among the batches. */
export type Placed = Submission & { readonly place: Place | null };

async function submitOne(
  deps: Deps,
  tx: Tx,
  say: Say,
  submitter: Submitter,
  to: Placed,
  source: Source,
): Promise<number> {
  const now = deps.now();
  const params = await sourceParams(tx, source, to.project);
  const type = source.type === 'recorded' ? source.as : source.type;
  const secret = settledSecret({ sourceType: type, sourceParams: params }, to.of ?? null);
  const id = await addBuild(tx, rowOf(submitter, to, { type, params }, now));
  const importedBy = source.type === 'recorded' ? source.by : null;
  await addSource(tx, id, newSource(now, { pin: to.pin ?? null, secret, importedBy }));
  if (source.type === 'upload') await addUpload(tx, { ...source.file, buildId: id, createdAt: now });
  if (to.chosen)
    await addBuildChroots(
      tx,
      id,
      to.chosen.map((name) => newChroot(name, now)),
    );
  const held = required(await readBuild(tx, id), 'missing', `Build ${id} does not exist.`);
  if (source.type === 'recorded') await settle(deps, tx, say, held, await useRecorded(deps, tx, held, source));
  else {
    await writeBuild(tx, held.build, held.build, nextLook(held.build, now, deps.config.deadlineScale));
    await sayAll(say, [await sourceOrder(deps, tx, held)]);
  }
  if (to.repeats != null)
    await repeatStatus(deps, tx, say, {
      build: id,
      project: held.build.project,
      of: to.repeats,
      commit: to.pin?.commit ?? null,
    });
  return id;
}

/** As if dist-git had imported it just now. */
async function useRecorded(deps: Deps, tx: Tx, held: Held, { imported }: RecordedSource): Promise<Decision> {
  const { id, source } = held.build;
  const body = { ...imported, build: id, pin: source.pin, round: source.round, limits: {} };
  const input = await importInput(deps, tx, held.project, imported.package);
  return decide(held.build, { type: 'source.imported', body, input }, houseOf(deps));
}

/** Refused is what could not even be cloned. */
function settledSecret(source: SourceAt, of: SecretHolder | null): SecretKind | null {
  const why = whyClosed(source, of);
  return why === undefined ? secretOf(source, of) : refuse('invalid', why);
}

function rowOf(
  submitter: Submitter,
  { project, dirname, options, chosen, package: packageName = null, place }: Placed,
  source: Pick<SourceInput, 'type' | 'params'>,
  now: Date,
): Omit<BuildRow, 'id'> {
  return {
    ...options,
    projectId: project.id,
    dirname,
    submitterId: submitter.id,
    submitter: submitter.name,
    state: 'pending',
    canceled: false,
    reason: null,
    sourceType: source.type,
    sourceParams: { ...source.params },
    sourceState: 'pending',
    sourceReason: null,
    sourceMovedAt: now,
    packageName,
    version: null,
    srpm: null,
    chosen: chosen && [...chosen],
    submittedAt: now,
    endedAt: null,
    checkAt: null,
    batchId: place?.batchId ?? null,
    blocked: place?.blocked ? true : null,
    imported: null,
    trace: currentTrace() ?? newTrace(),
  };
}
