/** The order to import a build's source; the same order may be said again. */
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { Saying } from '../domain/sayings.js';
import type { Held } from '../store/builds.js';
import { chrootsOf } from '../store/project-parts.js';
import { uploadOf } from '../store/uploads.js';

/** `source.requested` for a build with a finished SRPM. */
export async function sourceOrder(deps: Deps, tx: Tx, { build, row, project }: Held): Promise<Saying> {
  const roots = await chrootsOf(tx, project.id);
  const wanted = roots.filter(({ mock }) => build.chosen?.includes(mock.name) ?? true);
  const branches = [...new Set(wanted.map(({ mock }) => mock.branch))];
  const type = row.sourceType === 'upload' ? ('upload' as const) : ('link' as const);
  const srpm = await srpmOf(deps, tx, { build, row, project });
  const source = { type, srpm, params: row.sourceParams };
  const { id, submitter, options } = build;
  return {
    type: 'source.requested',
    body: { build: id, project: build.project, source, branches, submitter, background: options.background },
  };
}

async function srpmOf(deps: Deps, tx: Tx, { build, row }: Held) {
  if (row.sourceType !== 'upload') return { url: String(row.sourceParams['url']), size: null, sha256: null };
  const upload = await uploadOf(tx, build.id);
  if (!upload) return null;
  const url = uploadUrl(deps.config.frontendBuilderUrl, upload);
  return { url, size: upload.size, sha256: upload.sha256 };
}

/** Where an upload is served. */
export function uploadUrl(frontend: string, { dir, name }: { dir: string; name: string }): string {
  return `${frontend}/tmp/${dir}/${encodeURIComponent(name)}`;
}
