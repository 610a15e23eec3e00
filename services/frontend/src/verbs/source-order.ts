/** The order to import a build's source, or to resolve it first; the same order may be said again. */
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import type { Saying } from '../domain/sayings.js';
import { finishedSrpm, type SourceType } from '../domain/source-definition.js';
import type { Held } from '../store/builds.js';
import { chrootsOf } from '../store/project-parts.js';
import { uploadOf } from '../store/uploads.js';

/** `source.requested`: with the SRPM, where there is a finished one. */
export async function sourceOrder(deps: Deps, tx: Tx, held: Held): Promise<Saying> {
  const { build, row, project } = held;
  const roots = await chrootsOf(tx, project.id);
  const wanted = roots.filter(({ mock }) => build.chosen?.includes(mock.name) ?? true);
  const branches = [...new Set(wanted.map(({ mock }) => mock.branch))];
  const source = { type: orderedType(row.sourceType), ...(await partsOf(deps, tx, held)) };
  const { id, submitter, options, batch } = build;
  const { background } = options;
  return {
    type: 'source.requested',
    body: { build: id, project: build.project, source, branches, submitter, background, batch: batch?.id ?? null },
  };
}

/** Builds always have a source; only packages may lack one. */
function orderedType(type: SourceType): Exclude<SourceType, 'unset'> {
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
