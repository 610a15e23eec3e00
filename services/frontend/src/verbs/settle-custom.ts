/** Builds a package because a script said so: what it sent goes to the package's own script, whatever it means. */
import { Readable } from 'node:stream';
import { refuse } from '../domain/refusal.js';
import type { Outcome } from '../store/deliveries.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import { addUpload } from '../store/uploads.js';
import { buildForHook } from './build-for-hook.js';
import type { Settling } from './settling.js';
import type { Source, StoredFile } from './source-params.js';
import { storeUpload } from './store-upload.js';

/** The name under which builders look for it. */
const PAYLOAD = 'hook_payload';

/** What came of it: one build. Refuses a package that is not there, or cannot be built again. */
export async function settleCustom(settling: Settling, body: Buffer): Promise<Outcome> {
  const { deps, tx, say, project, row } = settling;
  const name = row.package ?? '';
  const built = await findPackage(tx, project.id, name);
  if (!built) refuse('missing', `There is no package ${name}.`);
  const payload = built.sourceType === 'custom' && body.length > 0 ? await store(settling, body) : undefined;
  const build = await buildForHook(deps, tx, say, {
    ...{ project, row: built, submitter: { id: null, name: null }, event: null },
    source: sourceOf(built, payload),
    isOwn: true,
    dirname: row.dirname ?? project.name,
    origin: {
      deliveryId: row.id,
      forge: row.forge,
      repository: null,
      about: row.event,
      commit: null,
      pullRequest: null,
    },
  });
  if (payload) await addUpload(tx, { ...payload, buildId: build, createdAt: deps.now() });
  return { state: 'built', reason: null, decisions: [{ package: name, build, why: 'the hook names it' }] };
}

/** A file of a transaction that fails belongs to nobody, and is removed as such. */
function store({ deps }: Settling, body: Buffer): Promise<StoredFile> {
  return storeUpload(deps.config, Readable.from([body]), PAYLOAD);
}

function sourceOf(
  { name, sourceType: type, sourceParams: params }: PackageRow,
  payload: StoredFile | undefined,
): Source {
  if (type === 'link') return { type, url: String(params['url']) };
  if (type === 'unset' || type === 'upload')
    refuse('invalid', `Package ${name} has no source that it can be built from again.`);
  return { type, params: payload ? { ...params, tmp: payload.dir, hook_data: true } : params };
}
