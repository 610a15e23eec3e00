/**
 * A project's key at work. Each use gets a GNUPGHOME of its own, with links to the key's files: its agent is nobody
 * else's, so it can be ended after use, also when several turns or replicas sign for one project at the same time.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run.js';
import { endAgent } from './agent.js';
import type { ProjectKey } from './project-key.js';

/** Signs with one key. Both take minutes at most. */
export interface Signer {
  /** Replaces whatever signatures the RPMs have, all in one run. */
  signRpms(paths: readonly string[]): Promise<void>;
  /** Writes a detached ASCII signature of `path` to `<path>.asc`. */
  signFile(path: string): Promise<void>;
}

const TIMEOUT_MS = 10 * 60_000;
const GPG = '/usr/bin/gpg';
const GPG_OPTIONS = ['--batch', '--yes', '--quiet', '--no-tty', '--trust-model', 'always', '--no-auto-check-trustdb'];

/** Lends the key to `work`; afterwards nothing of it is left outside of the key's own folder. */
export async function withSigner<T>(
  key: ProjectKey,
  signal: AbortSignal | undefined,
  work: (signer: Signer) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'kopr-gpg-'));
  try {
    for (const name of ['private-keys-v1.d', 'pubring.kbx']) await symlink(join(key.dir, name), join(home, name));
    return await work(signerIn(home, key.fingerprint, signal));
  } finally {
    await endAgent(home);
    await rm(home, { recursive: true, force: true });
  }
}

function signerIn(home: string, fingerprint: string, signal: AbortSignal | undefined): Signer {
  const options = { timeoutMs: TIMEOUT_MS, env: { GNUPGHOME: home, HOME: home }, signal };
  return {
    signRpms: async (paths) => {
      if (paths.length > 0) await run('rpmsign', ['--addsign', ...rpmMacros(fingerprint), '--', ...paths], options);
    },
    signFile: async (path) => {
      await run(
        GPG,
        [...GPG_OPTIONS, '--digest-algo', 'SHA256', '-u', fingerprint, '--armor', '--detach-sign', path],
        options,
      );
    },
  };
}

function rpmMacros(fingerprint: string): string[] {
  const macros = {
    _gpg_name: fingerprint,
    __gpg: GPG,
    _gpg_digest_algo: 'sha256',
    _gpg_sign_cmd_extra_args: '--batch --no-tty --trust-model always --no-auto-check-trustdb',
  };
  return Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
}
