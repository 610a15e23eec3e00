/** The order to import a build's source, or to resolve it first; the same order may be said again. */
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import type { Saying } from '../domain/orders.js';
import { finishedSrpm, type SourceType } from '../domain/source-definition.js';
import { userOf } from '../domain/submitter.js';
import type { Held } from '../store/builds.js';
import { chrootsOf } from '../store/project-parts.js';
import { uploadOf } from '../store/uploads.js';

/** `source.requested`: with the SRPM, where there is a finished one. */
export async function sourceOrder(deps: Deps, tx: Tx, held: Held): Promise<Saying> {
  const { id, project, submitter, options, batch, source } = held.build;
  const { background } = options;
  const { pin, round, secret } = source;
  const known = { pin, private: secret !== null, round };
  const what = { type: orderedType(held.row.sourceType), ...(await partsOf(deps, tx, held)) };
  const of = { build: id, project, submitter: userOf(submitter), background, batch: batch?.id ?? null };
  return { type: 'source.requested', body: { ...of, source: what, ...known, branches: await branchesOf(tx, held) } };
}

/** The dist-git branches that a build's SRPM is imported into: those of its chroots, or of all that the project has now. */
export async function branchesOf(tx: Tx, { build, project }: Held): Promise<string[]> {
  const roots = await chrootsOf(tx, project.id);
  const wanted = roots.filter(({ mock }) => build.chosen?.includes(mock.name) ?? true);
  return [...new Set(wanted.map(({ mock }) => mock.branch))];
}

/** Builds always have a source; only packages may lack one. */
export function orderedType(type: SourceType): Exclude<SourceType, 'unset'> {
  return type === 'unset' ? refuse('invalid', 'The build has no source.') : type;
}

/** The SRPM, if it is one already, and all that is known of the source, with an address for what was uploaded. */
async function partsOf(deps: Deps, tx: Tx, { build, row }: Held) {
  const { sourceType, sourceParams } = row;
  const upload = sourceType === 'upload' ? await uploadOf(tx, build.id) : null;
  const url = upload && uploadUrl(deps.config.frontendBuilderUrl, upload);
  const params = url === null ? sourceParams : { ...sourceParams, url };
  const finished = finishedSrpm(sourceType, params);
  const srpm = finished === null ? null : { url: finished, size: upload?.size ?? null, sha256: upload?.sha256 ?? null };
  return { srpm, params };
}

/** Where an upload is served. */
export function uploadUrl(frontend: string, { dir, name }: { dir: string; name: string }): string {
  return `${frontend}/tmp/${dir}/${encodeURIComponent(name)}`;
}
