/** Brings a repository's metadata up to its index: made aside, signed, switched. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { KoprError } from '@kopr/shared/errors';
import { ensureDir } from '@kopr/shared/files';
import type { Signer } from '../sign/keyring.js';
import { filesOf } from '../domain/repomd.js';
import { makeMetadata, type MetadataWish } from './metadata.js';
import { switchMetadata, type SwitchOptions } from './switch.js';

/** Makes the metadata in `staging`, the turn's own folder; the wished packages that createrepo_c could not read. */
export async function prepareMetadata(wish: MetadataWish, staging: string, signal?: AbortSignal): Promise<string[]> {
  await ensureDir(wish.target);
  await makeMetadata(wish, staging, signal);
  const repodata = join(staging, 'repodata');
  const primary = filesOf(await readFile(join(repodata, 'repomd.xml'), 'utf8')).find((name) =>
    name.endsWith('-primary.xml.gz'),
  );
  if (primary === undefined) throw new KoprError('metadata', 'createrepo_c made no list of packages');
  const file = join(repodata, primary);
  if ((await countPackages(file)) === wish.packages.length) return [];
  const listed = await listPackages(file);
  return wish.packages.filter((path) => !listed.has(path));
}

/** Signs what `prepareMetadata` made and publishes it in one switch. */
export async function publishPrepared(
  target: string,
  staging: string,
  signer: Signer,
  options: SwitchOptions,
): Promise<void> {
  await signer.signFile(join(staging, 'repodata', 'repomd.xml'));
  await switchMetadata(staging, target, options);
}

/** The count stands at the head of primary.xml; the rest, maybe hundreds of megabytes, is not unpacked for it. */
async function countPackages(primary: string): Promise<number> {
  const file = createReadStream(primary);
  try {
    for await (const head of file.pipe(createGunzip()) as AsyncIterable<Buffer>) {
      return Number(/<metadata\b[^>]*\bpackages="(\d+)"/.exec(head.toString('utf8'))?.[1] ?? 0);
    }
    return 0;
  } finally {
    file.destroy();
  }
}

/** Paths that the metadata names; createrepo_c puts each on a line of its own. */
async function listPackages(primary: string): Promise<Set<string>> {
  const listed = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(primary).pipe(createGunzip()) })) {
    const path = /<location\b[^>]*\bhref="([^"]+)"/.exec(line)?.[1];
    if (path !== undefined) listed.add(decodeURIComponent(path));
  }
  return listed;
}
