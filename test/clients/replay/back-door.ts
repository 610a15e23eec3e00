/** Programs of the frontend beside its main one: the back door that admins and tests use. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

type Stdio = ['pipe' | 'ignore', 'pipe' | 'inherit', 'inherit'];

/** Starts a program of the frontend from its source. */
export function program(file: string, settings: Record<string, string>, stdio: Stdio): ChildProcess {
  const args = ['--conditions=source', '--import', 'tsx', file];
  return spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...settings }, stdio });
}

/** Asks one thing after the other; answers come in the order of the questions. */
export function backDoor(settings: Record<string, string>) {
  const child = program('services/frontend/test/back-door.ts', settings, ['pipe', 'pipe', 'inherit']);
  if (!child.stdin || !child.stdout) throw new Error('the back door has no pipes');
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
