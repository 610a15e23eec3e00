/** The admin's commands: words in, text out. Each may be said again. */
import { CHROOT_COMMANDS } from './commands/chroots.js';
import { DIST_GIT_COMMANDS } from './commands/dist-gits.js';
import { NEWS_COMMANDS } from './commands/news.js';
import { readWords, type Command } from './commands/options.js';
import { PEOPLE_COMMANDS } from './commands/people.js';
import { SECRET_COMMANDS } from './commands/secrets.js';
import type { Deps } from './deps.js';
import { refusalOf } from './domain/refusal.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  ...PEOPLE_COMMANDS,
  ...CHROOT_COMMANDS,
  ...DIST_GIT_COMMANDS,
  ...NEWS_COMMANDS,
  ...SECRET_COMMANDS,
};

/** sysexits.h EX_USAGE. */
const EXIT_USAGE = 64;

/** What a command came to. */
interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command; what it refuses is told, not thrown. */
export async function runCommand(deps: Deps, args: readonly string[]): Promise<Said> {
  try {
    const { positionals, values } = readWords(args);
    const [noun, verb, ...words] = positionals;
    if (noun === 'help') return { code: 0, out: usage(), err: '' };
    const name = `${noun} ${verb}`;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command || words.length < command.least) return { code: EXIT_USAGE, out: '', err: usage() };
    return { code: 0, out: await command.run(deps, words, values), err: '' };
  } catch (error) {
    if (isMisspelt(error)) return { code: EXIT_USAGE, out: '', err: `${error.message}\n${usage()}` };
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { code: 1, out: '', err: `${refusal.message}\n` };
  }
}

function isMisspelt(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, command]) => `cli.js ${name} ${command.usage}`.trimEnd());
  return `usage: ${lines.join('\n       ')}\n`;
}
