/** Makes the file of one round: a good SRPM with damage somewhere, or one made evil from the start. */
import { gzipSync } from 'node:zlib';
import type { WrittenFile } from '../../../services/dist-git/test/cpio-writer.js';
import { TYPE, type Value } from '../../../services/dist-git/test/header-writer.js';
import { type Recipe, writeSrpm } from '../../../services/dist-git/test/rpm-writer.js';
import { TAG } from '../../../services/dist-git/src/rpm/tags.js';
import { damage, damageCpio, damageHeader } from './mutate.js';
import type { Random } from './random.js';
import type { makeSeeds, Seed } from './seeds.js';

const NAMES = [
  'a',
  'hello.spec',
  'b.spec',
  '../x',
  '/x',
  'x/y',
  '.',
  '..',
  '',
  '.git',
  'sources',
  '-x',
  'a\nb',
  '\u202e',
  'TRAILER!!!',
  'x'.repeat(255),
  'x'.repeat(256),
  '__proto__',
  'ü',
];
const MODES = [0o100644, 0o100755, 0o120777, 0o040755, 0o020666, 0o010644, 0, 0xffffffff];
const TAGS = Object.values(TAG);
const WORDS = [
  'gzip',
  'xz',
  'zstd',
  'bzip2',
  'lzma',
  'cpio',
  '__proto__',
  '',
  'x',
  '1',
  '%(id)',
  '../..',
  'hello',
  '\n',
];
const PROGRAM_SHARE = 12;

/** The bytes of the file. */
export function makeEvil(seeds: ReturnType<typeof makeSeeds>, random: Random): Buffer {
  const seed = random.pick(random.percent(PROGRAM_SHARE) ? seeds.programs : seeds.own);
  const way = random.below(100);
  if (way < 30) return damage(seed.whole, random);
  if (way < 50) return writeSrpm({ ...seed, header: damageHeader(seed.header, random) });
  if (way < 60) return writeSrpm({ ...seed, payload: damage(seed.payload, random) });
  if (way < 80) return withArchive(random.pick(seeds.own), random);
  if (way < 95) return random.percent(20) ? damage(writeSrpm(recipeOf(random)), random) : writeSrpm(recipeOf(random));
  return cross(seed, random.pick(seeds.own), random);
}

/** Damage below the compression, which would hide it otherwise. */
function withArchive(seed: Seed, random: Random): Buffer {
  const cpio = random.percent(60) ? damageCpio(seed.cpio, random) : damage(seed.cpio, random);
  return writeSrpm({ ...seed, payload: gzipSync(cpio, { level: 1 }) });
}

/** The front of one and the back of another. */
function cross(one: Seed, other: Seed, random: Random): Buffer {
  const place = random.below(one.whole.length);
  return Buffer.concat([
    one.whole.subarray(0, place),
    other.whole.subarray(random.percent(50) ? place : random.below(other.whole.length)),
  ]);
}

function recipeOf(random: Random): Recipe {
  const files = Array.from({ length: random.below(6) }, () => fileOf(random));
  const tags = Array.from({ length: random.below(4) }, () => valueOf(random));
  const headerFiles = random.percent(30) ? { headerFiles: files.filter(() => random.percent(80)) } : {};
  return { files: random.percent(80) ? [{ name: 'hello.spec', content: 'x' }, ...files] : files, tags, ...headerFiles };
}

function fileOf(random: Random): WrittenFile {
  const name = random.percent(60) ? `file-${random.below(1000)}` : random.pick(NAMES);
  const mode = random.percent(85) ? 0o100644 : random.pick(MODES);
  const announced = random.percent(90) ? {} : { announced: random.pick(NAMES) };
  const fields = random.percent(92) ? {} : { fields: { filesize: random.below(20_000), nlink: random.below(3) } };
  return { name, mode, content: random.bytes(random.below(random.pick([1, 50, 9000]))), ...announced, ...fields };
}

function valueOf(random: Random): Value {
  const tag = random.pick(TAGS);
  const way = random.below(4);
  if (way === 0) return [tag, random.pick(WORDS)];
  if (way === 1) return [tag, Array.from({ length: random.below(200) }, () => random.pick(WORDS))];
  if (way === 2) return [tag, Array.from({ length: 1 + random.below(5) }, () => random.below(2 ** 32))];
  const type = random.pick([...Object.values(TYPE), 0, 10, 0xffffffff]);
  return [tag, { type, count: random.pick([0, 1, 2, 99_999, 0xffffffff]), bytes: random.bytes(random.below(40)) }];
}
