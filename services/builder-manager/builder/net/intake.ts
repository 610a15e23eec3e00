/** Delivers results to the intake: each file by its digest, resumable, then the manifest that names them all. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Manifest } from '@kopr/proto';
import type { Orders } from '../config.js';
import { ask, askPatiently, expectStatus, pauseBefore, type Answer } from './http.js';
import { inParallel } from './in-parallel.js';

type Say = (text: string) => void;
type File = Manifest['files'][number];

/** Where and as whom to deliver. */
export interface Door {
  readonly base: string;
  readonly authorization: string;
}

/** The intake's door for this attempt. */
export function doorOf(orders: Orders, intakeUrl: string): Door {
  const base = `${intakeUrl.replace(/\/+$/, '')}/${orders.task}/${orders.attempt}`;
  return { base, authorization: `Bearer ${orders.token}` };
}

/** Names, sizes and digests of files in `dir`. */
export async function describeFiles(dir: string, names: readonly string[]): Promise<File[]> {
  const files: File[] = [];
  await inParallel(4, names, async (name) => {
    const path = join(dir, name);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    files.push({ name, size: (await stat(path)).size, sha256: hash.digest('hex') });
  });
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Puts all files, a few at a time. Throws `Refused` when the intake will not take one. */
export async function putFiles(door: Door, dir: string, files: readonly File[], say: Say): Promise<void> {
  await inParallel(4, files, (file) => putFile(door, join(dir, file.name), file, say));
}

/** Puts the manifest and answers the digest of its exact bytes. The same manifest twice is no error. */
export async function putManifest(door: Door, manifest: Manifest, say: Say): Promise<string> {
  const body = Buffer.from(JSON.stringify(manifest));
  const url = `${door.base}/manifest`;
  const headers = {
    authorization: door.authorization,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  const answer = await askPatiently(() => ({ method: 'PUT', url, headers, body }), say);
  await expectStatus(answer, url, 200, 201, 204);
  answer.body.resume();
  return createHash('sha256').update(body).digest('hex');
}

const WRONG_OFFSET = 409;

async function putFile(door: Door, path: string, file: File, say: Say): Promise<void> {
  const url = `${door.base}/blobs/${file.sha256}`;
  let held = 0;
  // The first try spends no question on what is held: nearly always it is nothing.
  for (let tries = 0; ; tries++) {
    if (tries > 0) held = await heldOf(door, url, say);
    if (held === WHOLE) return;
    const answer = await put(door, url, path, file.size, held);
    if (answer !== undefined && answer.status < 500 && answer.status !== WRONG_OFFSET) {
      await expectStatus(answer, url, 200, 201, 204);
      answer.body.resume();
      return;
    }
    answer?.body.resume();
    say(`${file.name}: the upload broke${answer ? ` (${answer.status})` : ''}; asking where to go on`);
    await pauseBefore(tries);
  }
}

/** One try from `held` on; undefined when the connection broke. */
function put(door: Door, url: string, path: string, size: number, held: number): Promise<Answer | undefined> {
  const headers = {
    authorization: door.authorization,
    'content-length': size - held,
    ...(held > 0 && { 'content-range': `bytes ${held}-${size - 1}/${size}` }),
  };
  const body = size === held ? Buffer.alloc(0) : createReadStream(path, { start: held });
  return ask({ method: 'PUT', url, headers, body }).catch(() => undefined);
}

const WHOLE = -1;

/** How many bytes the intake holds of a blob; WHOLE when it has it all. */
async function heldOf(door: Door, url: string, say: Say): Promise<number> {
  const headers = { authorization: door.authorization };
  const answer = await askPatiently(() => ({ method: 'HEAD', url, headers }), say);
  answer.body.resume();
  if (answer.status === 200) return WHOLE;
  await expectStatus(answer, url, 404);
  return Number(answer.headers['kopr-offset'] ?? 0);
}
