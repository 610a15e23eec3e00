/** Clones with git: patiently, past no guard, without a question. */
import { join } from 'node:path';
import { isWholeOnly } from '../domain/git-words.js';
import { openAccess, type Access } from './access.js';
import { connectCommand } from './connect-command.js';
import { patiently } from './patiently.js';
import type { SourceRoom } from './source-room.js';
import { mustSucceed, type Ending } from './tools.js';

/** A clone that git works in. */
export interface Clone {
  readonly dir: string;
  /** Why git failed, in one line. */
  readonly explain: Access['explain'];
  git(...args: string[]): Promise<Ending>;
  /** Takes away what opened a private repository. */
  close(): void;
}

/** As deep as Copr's: tags and versions are read from the history. */
export const DEPTH = 500;

/** Clones without checking anything out. Whoever has the clone closes it, when nothing more is to be fetched. */
export async function cloneOf(room: SourceRoom, url: string): Promise<Clone> {
  const access = await openAccess(room, url);
  try {
    return await cloneWith(room, access);
  } catch (error) {
    access.close();
    throw error;
  }
}

async function cloneWith(room: SourceRoom, access: Access): Promise<Clone> {
  const { address, explain, close } = access;
  const { say } = room.journal;
  const dir = join(room.work, 'repository');
  const env = gitEnv(room, access);
  const git = (cwd: string, ...args: string[]): Promise<Ending> => room.tools.asUser(['git', ...args], { cwd, env });
  const clone = (...how: string[]): Promise<Ending> =>
    git(room.work, 'clone', '--progress', '--no-checkout', ...how, '--', address.text, dir);
  const ending = await patiently(say, () => clone('--depth', String(DEPTH), '--no-single-branch'));
  if (isWholeOnly(ending.lines)) mustSucceed('git', await patiently(say, () => clone()), explain);
  else mustSucceed('git', ending, explain);
  return { dir, explain, close, git: (...args) => git(dir, ...args) };
}

/**
 * The surroundings of every git: no questions, and no way past the guard, also for submodules. git:// knows no proxy, but a
 * command to connect by.
 */
function gitEnv(room: SourceRoom, access: Access): Record<string, string> {
  const own = {
    'core.gitProxy': connectCommand(room),
    'advice.detachedHead': 'false',
    'safe.directory': room.work,
  };
  return {
    ...access.env,
    GIT_ALLOW_PROTOCOL: access.protocols.join(':'),
    GIT_TERMINAL_PROMPT: '0',
    // A server that sends less than this is as good as gone.
    GIT_HTTP_LOW_SPEED_LIMIT: '1000',
    GIT_HTTP_LOW_SPEED_TIME: '120',
    ...gitConfigEnv({ ...own, ...access.config }),
  };
}

/** git's configuration as environment variables. */
export function gitConfigEnv(config: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(config);
  const pairs = entries.flatMap(([key, value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(entries.length), ...Object.fromEntries(pairs) } as Record<string, string>;
}
