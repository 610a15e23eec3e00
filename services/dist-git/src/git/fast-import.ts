/** One `git fast-import` process as a conversation: it answers what is asked, and changes the refs when it is finished. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { KoprError } from '@kopr/shared/errors';
import { gitEnvironment } from './environment.js';

/** Commands are written in order; `ask` waits for the one line that answers. */
export interface FastImport {
  write(bytes: Buffer | string): Promise<void>;
  ask(command: string): Promise<string>;
  /** Resolves when git has written everything and moved the branches. */
  finish(): Promise<void>;
  /** Ends it, unless it is finished; resolves when nothing of it runs any more. */
  abandon(): Promise<void>;
}

const MAX_COMPLAINT = 2000;

/** Starts it on a bare repository. Branches only move forward: git itself refuses a commit that would lose another. */
export function fastImport(repository: string): FastImport {
  const args = [`--git-dir=${repository}`, 'fast-import', '--quiet', '--done', '--date-format=raw'];
  const child = spawn('git', args, { env: gitEnvironment() });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-MAX_COMPLAINT)));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new KoprError('git', `git fast-import ended with ${String(code)}: ${complaint.trim()}`, { repository }));
    });
  });
  // Whoever waits hears of it; nobody may be waiting when an import is abandoned. A broken pipe is told by the exit.
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined);

  const write = (bytes: Buffer | string): Promise<void> =>
    new Promise((resolve, reject) => {
      child.stdin.write(bytes, (error) => {
        if (error) ended.then(() => reject(error), reject);
        else resolve();
      });
    });
  return {
    write,
    ask: async (command) => {
      await write(`${command}\n`);
      const answer: IteratorResult<string, undefined> = await answers.next();
      if (!answer.done) return answer.value;
      await ended;
      throw new KoprError('git', `git fast-import did not answer "${command}"`, { repository });
    },
    finish: async () => {
      await write('done\n');
      child.stdin.end();
      await ended;
    },
    abandon: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}
