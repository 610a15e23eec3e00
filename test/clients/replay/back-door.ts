/** Programs of the frontend beside its main one: the back door that admins and tests use. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts a program of the frontend from its source. */
export function program(file: string, settings: Record<string, string>): ChildProcessByStdio<Writable, Readable, null> {
  const args = ['--conditions=source', '--import', 'tsx', file];
  const env = { ...process.env, ...settings };
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Asks one thing after the other; answers come in the order of the questions. */
export function backDoor(settings: Record<string, string>) {
  const child = program('services/frontend/test/back-door.ts', settings);
  const { stdin } = child;
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (words: string[]): Promise<string> => {
    stdin.write(`${JSON.stringify(words)}\n`);
    const line = await answers.next();
    if (line.done === true) throw new Error('the back door is closed');
    const { code, out, err } = JSON.parse(line.value) as { code: number; out: string; err: string };
    if (code !== 0) throw new Error(`${words.join(' ')}: ${err}`);
    return out;
  };
  const admin = (...words: string[]) => {
    const answer = last.then(() => ask(words));
    last = answer.catch(() => undefined);
    return answer;
  };
  const close = async () => {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    stdin.end();
    await exit;
  };
  return { admin, close };
}
