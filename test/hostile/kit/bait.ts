/** What evil files reach for: places and addresses that nobody has any business at. Whatever appears there is a mark. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Names that are nobody else's. */
export interface Bait {
  /** Part of every name that must not appear anywhere. */
  readonly token: string;
  /** A file in an empty directory: whoever runs what a spec says makes it. */
  readonly touch: string;
  /** An address that whoever fetches what a spec says asks for. */
  readonly url: string;
}

/** The bait, and how to look whether somebody took it. */
export interface LaidBait extends Bait, AsyncDisposable {
  /** All marks: files in the directory of `touch`, and the token in the name of anything where paths could lead to. */
  marks(): Promise<string[]>;
}

/** Lays it; `dataDir` is where the importer works. */
export async function layBait(dataDir: string, url: string): Promise<LaidBait> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-bait-'));
  const token = `mark-${basename(dir)}`;
  const places = ['/', '/etc', '/root', tmpdir(), homedir(), process.cwd(), dataDir, dirname(dataDir)];
  const marks = async (): Promise<string[]> => {
    const touched = (await readdir(dir)).map((name) => join(dir, name));
    const strewn = await Promise.all([...new Set(places)].map((place) => named(place, token)));
    const below = (await readdir(dataDir, { recursive: true })).filter((path) => path.includes(token));
    return [...touched, ...strewn.flat(), ...below];
  };
  return {
    token,
    touch: join(dir, 'touched'),
    url: `${url}/${token}`,
    marks,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
}

async function named(place: string, token: string): Promise<string[]> {
  const names = await readdir(place).catch(() => []);
  return names.filter((name) => name.includes(token)).map((name) => join(place, name));
}
