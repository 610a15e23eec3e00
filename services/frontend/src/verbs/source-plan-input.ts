/** What planning a source task needs to know of instance and project, as they are now. */
import type { Lookaside } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { lookasideOf } from '../domain/dist-git.js';
import type { SourcePlanInput } from '../domain/plan-source.js';
import { ROOMS } from '../domain/rooms.js';
import type { SourceRoot } from '../domain/source-definition.js';
import type { Held } from '../store/builds.js';
import { findChroot } from '../store/chroots.js';
import { distGits } from '../store/dist-gits.js';
import { chrootsOf } from '../store/project-parts.js';
import type { UploadRow } from '../store/uploads.js';
import { taskClass } from './plan-input.js';
import { orderedType, uploadUrl } from './source-order.js';

/** Read in the transaction of the decision. `upload`: the file, while it is there. */
export async function sourcePlanInput(
  { config }: Deps,
  tx: Tx,
  { row, project }: Pick<Held, 'row' | 'project'>,
  upload: UploadRow | null | undefined,
): Promise<SourcePlanInput> {
  const { vendor, builderImage, sourceImage } = config;
  const type = orderedType(row.sourceType);
  const url = upload ? { url: uploadUrl(ROOMS.frontend, upload) } : {};
  return {
    type,
    params: { ...row.sourceParams, ...url },
    appstream: project.appstream,
    projectChroots: (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name),
    root: type === 'custom' ? await scriptRoot(tx, row.sourceParams['chroot']) : null,
    vendor,
    allowPrivate: config.allowPrivateSources,
    protocols: config.sourceProtocols,
    maxSrpmBytes: config.maxSrpmBytes,
    maxDownloadBytes: config.maxDownloadBytes,
    lookasides: await lookasides(tx),
    distGitUrl: config.distGitUrl,
    class: taskClass(config),
    sourceImage,
    builderImage,
    timeLimitS: config.sourceTimeoutS,
  };
}

/** A script may name any chroot of the instance, whether or not its project builds for it. */
async function scriptRoot(tx: Tx, name: unknown): Promise<SourceRoot | null> {
  const found = typeof name === 'string' ? await findChroot(tx, name) : null;
  return found?.active ? { ...found, operatorRepos: found.extraRepos } : null;
}

async function lookasides(tx: Tx): Promise<Lookaside[]> {
  return (await distGits(tx)).flatMap((instance) => lookasideOf(instance) ?? []);
}
