/** One OpenPGP key per project id, in a folder of its own that is never served. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeAtomically } from '@kopr/shared/files';
import { run } from '../process/run.js';
import { endAgent } from './agent.js';

/** `dir` holds GnuPG's files; `publicKey` is ASCII-armoured. */
export interface ProjectKey {
  readonly dir: string;
  readonly fingerprint: string;
  readonly publicKey: string;
}

/** Whose key it is, and what kind. */
export interface KeyWish {
  readonly projectId: number;
  readonly owner: string;
  readonly project: string;
}
export interface KeyKind {
  readonly signDomain: string;
  readonly bits: number;
  readonly years: number;
}

/** Long RSA keys take seconds; a machine short of entropy, minutes. */
const TIMEOUT_MS = 5 * 60_000;
const FINGERPRINT = 'fingerprint';
const PUBLIC = 'public.asc';

/** The project's key, made now if there is none. Two makers at once end up with the same one. */
export async function ensureKey(keysDir: string, wish: KeyWish, kind: KeyKind): Promise<ProjectKey> {
  const dir = join(keysDir, String(wish.projectId));
  return (await readKey(dir)) ?? (await makeKey(keysDir, dir, userId(wish, kind.signDomain), kind));
}

/** The key is gone for good; a new project of the same name gets another. */
export async function destroyKey(keysDir: string, projectId: number): Promise<void> {
  await rm(join(keysDir, String(projectId)), { recursive: true, force: true });
}

/** Copr's form of a user id. */
function userId({ owner, project }: KeyWish, signDomain: string): string {
  return `${owner}_${project} (None) <${owner}#${project}@copr.${signDomain}>`;
}

async function readKey(dir: string): Promise<ProjectKey | undefined> {
  const fingerprint = await readIfThere(join(dir, FINGERPRINT));
  if (fingerprint === undefined) return undefined;
  return { dir, fingerprint, publicKey: await readFile(join(dir, PUBLIC), 'utf8') };
}

/** Made aside and renamed into place: whoever comes second finds the place taken and uses what is there. */
async function makeKey(keysDir: string, dir: string, uid: string, kind: KeyKind): Promise<ProjectKey> {
  const draft = join(keysDir, `.${randomUUID().slice(0, 8)}`);
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    await generate(draft, uid, kind);
    await rename(draft, dir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const other = await readKey(dir);
    if (other) return other;
    throw error;
  }
  return {
    dir,
    fingerprint: await readFile(join(dir, FINGERPRINT), 'utf8'),
    publicKey: await readFile(join(dir, PUBLIC), 'utf8'),
  };
}

async function generate(home: string, uid: string, { bits, years }: KeyKind): Promise<void> {
  const gpg = (...args: string[]): Promise<string> =>
    run('gpg', ['--batch', '--quiet', '--no-tty', ...args], {
      timeoutMs: TIMEOUT_MS,
      env: { GNUPGHOME: home, HOME: home },
    });
  try {
    await gpg(
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--quick-gen-key',
      uid,
      `rsa${bits}`,
      'sign,cert',
      `${years}y`,
    );
    const listing = await gpg('--with-colons', '--fingerprint', '--list-keys');
    await writeAtomically(join(home, PUBLIC), await gpg('--armor', '--export'));
    await writeAtomically(join(home, FINGERPRINT), /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '');
  } finally {
    await endAgent(home);
  }
}
