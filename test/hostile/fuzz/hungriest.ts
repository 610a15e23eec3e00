/** The package that costs most memory of all that are taken: a few kilobytes, and a window that is filled to its end. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio, writeEntry, type WrittenFile } from '../../../services/dist-git/test/cpio-writer.js';
import { writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { zstdOf } from '../kit/dictionaries.js';
import { playRound } from './round.js';

const MIB = 1024 * 1024;
const WINDOW_LOG = 27;
const ZEROS = 160 * MIB;
const SPEC: WrittenFile = { name: 'hello.spec', content: 'Name: hello\n' };

/** Takes it as an import does; rejects when it is refused. */
export async function playHungriest(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-hungriest-'));
  try {
    const limits = { maxFiles: 2, maxBytes: 2 * ZEROS };
    const end = await playRound(dir, makeHungriest(), AbortSignal.timeout(60_000), limits);
    if (end !== 'taken') throw new Error(`the hungriest package that may be taken ended as ${end}`);
  } finally {
    await rm(dir, { recursive: true });
  }
}

function makeHungriest(): Buffer {
  const zeros = { name: 'zeros.bin', content: '' };
  const head = Buffer.concat([writeEntry(SPEC), writeEntry({ ...zeros, fields: { filesize: ZEROS } })]);
  return writeSrpm({
    files: [SPEC, zeros],
    tags: [
      [TAG.fileSizes, [SPEC.content.length, ZEROS]],
      [TAG.fileDigests, ['', digestOfZeros()]],
      [TAG.payloadCompressor, 'zstd'],
    ],
    payload: zstdOf(WINDOW_LOG, [head, ZEROS, writeCpio([])]),
  });
}

function digestOfZeros(): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(MIB);
  for (let done = 0; done < ZEROS; done += MIB) hash.update(chunk);
  return hash.digest('hex');
}
