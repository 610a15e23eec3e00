/** Brings a repository's metadata up to its index: made aside, signed, switched. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Signer } from '../sign/keyring.js';
import { ensureDir } from '../tree/files.js';
import { filesOf } from '../domain/repomd.js';
import { makeMetadata, type MetadataWish } from './metadata.js';
import { switchMetadata, type SwitchOptions } from './switch.js';

/** How many packages the new metadata has; fewer than wished means that createrepo_c could not read some. */
export interface Refreshed {
  readonly listed: number;
}

/** Publishes `wish` in one switch. `staging` is this turn's own folder on the same file system. */
export async function refreshMetadata(
  wish: MetadataWish,
  staging: string,
  signer: Signer,
  options: SwitchOptions & { readonly signal?: AbortSignal | undefined },
): Promise<Refreshed> {
  await ensureDir(wish.target);
  await makeMetadata(wish, staging, options.signal);
  const repomd = join(staging, 'repodata', 'repomd.xml');
  await signer.signFile(repomd);
  const listed = await countPackages(join(staging, 'repodata'), await readFile(repomd, 'utf8'));
  await switchMetadata(staging, wish.target, options);
  return { listed };
}

/** The count stands at the head of primary.xml; the rest, maybe hundreds of megabytes, is not unpacked for it. */
async function countPackages(repodata: string, repomd: string): Promise<number> {
  const primary = filesOf(repomd).find((name) => name.endsWith('-primary.xml.gz'));
  if (primary === undefined) return 0;
  const file = createReadStream(join(repodata, primary));
  try {
    for await (const head of file.pipe(createGunzip()) as AsyncIterable<Buffer>) {
      return Number(/<metadata\b[^>]*\bpackages="(\d+)"/.exec(head.toString('utf8'))?.[1] ?? 0);
    }
    return 0;
  } finally {
    file.destroy();
  }
}
