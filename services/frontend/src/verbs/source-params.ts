/** What is kept of a submitted source: Copr's source_json, with all that is settled at the submission. */
import type { Tx } from '@kopr/shared/outbox';
import { latestChroot } from '../domain/latest-chroot.js';
import type { Recorded } from '../domain/recorded.js';
import { refuse } from '../domain/refusal.js';
import type { SourceType } from '../domain/source-definition.js';
import { activeChroots } from '../store/chroots.js';
import type { ProjectRow } from '../store/projects.js';

/** A file that was put into the upload folder. */
export interface StoredFile {
  readonly dir: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}
/** What must run code to become an SRPM, with Copr's source_json. */
export interface MadeSource {
  readonly type: Exclude<SourceType, 'unset' | 'link' | 'upload'>;
  readonly params: Params;
}
/** What is in dist-git already, as an earlier build brought it there. */
export interface RecordedSource {
  readonly type: 'recorded';
  /** What the earlier build was told to be made of. */
  readonly as: Exclude<SourceType, 'unset'>;
  readonly params: Params;
  /** That build. */
  readonly by: number;
  readonly imported: Recorded;
}
/** What to build: a file by URL, an uploaded one, what is made into one, or what was built before. */
export type Source =
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'upload'; readonly file: StoredFile }
  | MadeSource
  | RecordedSource;

type Params = Readonly<Record<string, unknown>>;

/** A source travels in a message, which holds 64 KiB with all the rest. */
const MAX_BYTES = 40 * 1024;

/** The parameters to keep. The address of an upload is none: only when it is shown it is known who asks. */
export async function sourceParams(tx: Tx, source: Source, { fedoraReview }: ProjectRow): Promise<Params> {
  const params = { ...(await ownParams(tx, source)), ...(fedoraReview ? { fedora_review: true } : {}) };
  const bytes = Buffer.byteLength(JSON.stringify(params));
  if (bytes > MAX_BYTES)
    refuse('invalid', `The source takes ${bytes} bytes to describe; at most ${MAX_BYTES} are taken.`);
  return params;
}

/** What is kept of a source without what belongs to its project. */
export function sourceAlone(kept: Params): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => key !== 'fedora_review'));
}

async function ownParams(tx: Tx, source: Source): Promise<Params> {
  if (source.type === 'link') return { url: source.url };
  if (source.type === 'upload') return { pkg: source.file.name, tmp: source.file.dir };
  return source.type === 'custom' ? { ...source.params, chroot: await chrootOf(tx, source.params) } : source.params;
}

/** `fedora-latest-<arch>` means the newest one at the time of the submission. */
async function chrootOf(tx: Tx, { chroot }: Params): Promise<string> {
  const active = (await activeChroots(tx)).map(({ name }) => name);
  return latestChroot(String(chroot), active);
}
