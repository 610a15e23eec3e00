/** The way into a private repository, for as long as git works with it: nothing of it is left for what runs afterwards. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceSecret } from '@kopr/proto';
import type { Scheme } from '@kopr/shared/guard';
import { wordsOf } from '../domain/conceal.js';
import { gitReason, keyReason, tokenReason } from '../domain/git-words.js';
import { sshConfig } from '../domain/ssh-config.js';
import { askSecret } from '../net/source-secret.js';
import { openMemoryFolder, type MemoryFolder } from '../system/memory-folder.js';
import { addressOf, type GitAddress } from './git-address.js';
import type { SourceRoom } from './source-room.js';

/** What git needs to get in. */
export interface Access {
  readonly address: GitAddress;
  /** Protocols that its submodules may use, too. */
  readonly protocols: readonly Scheme[];
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  /** Why git failed, in one line. */
  readonly explain: (lines: readonly string[]) => string;
  close(): void;
}

const PUBLIC: readonly Scheme[] = ['http', 'https', 'git'];
/** A token travels only where nobody reads along. */
const OF_ITS_OWN = { token: ['https'], 'ssh-key': ['ssh'] } as const;

/** Opens it; of a public repository there is nothing to open. Whoever opens it closes it. */
export async function openAccess(room: SourceRoom, url: string): Promise<Access> {
  const { secret: kind } = room.definition.kopr;
  const address = addressOf(room.guard, url, kind === null ? PUBLIC : OF_ITS_OWN[kind]);
  const protocols = kind === 'ssh-key' ? [...PUBLIC, 'ssh' as const] : PUBLIC;
  if (kind === null) return { address, protocols, env: {}, config: {}, explain: gitReason, close: () => undefined };
  const secret = await askSecret(room);
  room.tools.hide(wordsOf(secret));
  const folder = openMemoryFolder(room.tools.user);
  try {
    return { address, protocols, ...furnish(room, folder, address, secret), close: () => folder.wipe() };
  } catch (error) {
    folder.wipe();
    throw error;
  }
}

type Furnished = Pick<Access, 'env' | 'config' | 'explain'>;

function furnish(room: SourceRoom, folder: MemoryFolder, address: GitAddress, secret: SourceSecret): Furnished {
  return secret.kind === 'token' ? withToken(room, folder, address, secret) : withKey(room, folder, address, secret);
}

/** git asks the helper for this server only, and reads the token from it: it is in no argument, address or environment. */
function withToken(
  { tools }: SourceRoom,
  folder: MemoryFolder,
  { judged }: GitAddress,
  { user, token }: Extract<SourceSecret, { kind: 'token' }>,
): Furnished {
  const answer = folder.write('credential', `username=${user}\npassword=${token}\n`);
  const helper = join(tools.user.home, 'credential');
  writeFileSync(helper, `#!/bin/sh\nexec cat ${answer}\n`);
  chmodSync(helper, 0o755);
  return { env: {}, config: { [`credential.${judged.origin}.helper`]: helper }, explain: tokenReason };
}

const SSH_PORT = 22;

function withKey(
  { tools, guard }: SourceRoom,
  folder: MemoryFolder,
  { judged, host }: GitAddress,
  { key, knownHosts }: Extract<SourceSecret, { kind: 'ssh-key' }>,
): Furnished {
  const port = judged.port === '' ? SSH_PORT : Number(judged.port);
  const hosts = { path: folder.write('known_hosts', knownHosts ?? ''), given: knownHosts !== null };
  const way = { host, port, guardPort: guard.port, key: folder.write('key', key), knownHosts: hosts };
  const config = join(tools.user.home, 'ssh_config');
  writeFileSync(config, sshConfig(way), { mode: 0o644 });
  return { env: { GIT_SSH_COMMAND: `ssh -F ${config}`, GIT_SSH_VARIANT: 'ssh' }, config: {}, explain: keyReason };
}
