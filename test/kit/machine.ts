/** A person's machine: a container that shares this machine's network, so that localhost is the stack, and is thrown away. */
import { randomUUID } from 'node:crypto';
import { must, run, type Run } from './stack.js';

/** Everything is done as root. */
export interface Machine extends AsyncDisposable {
  /** Runs a program; a non-zero exit is an answer, not an error. */
  exec(...command: string[]): Promise<Run>;
  /** Runs a line in a shell; anything but exit 0 is an error. */
  sh(line: string): Promise<string>;
  /** Makes a file of this text, with the folders above it. */
  write(path: string, text: string): Promise<void>;
}

/** Makes the image of a recipe in ops/images, cached after the first time; its name. */
export async function imageOf(recipe: string): Promise<string> {
  const name = `kopr/${recipe}:dev`;
  // The recipes are for the classic builder.
  const options = { env: { DOCKER_BUILDKIT: '0' }, timeoutMs: 900_000 };
  await must('docker', ['build', '-q', '-t', name, `ops/images/${recipe}`], options);
  return name;
}

/** Starts a machine from an image; `await using` removes it. */
export async function machine(image: string): Promise<Machine> {
  const name = `kopr-test-machine-${randomUUID().slice(0, 8)}`;
  const options = ['--rm', '--init', '--network', 'host', '--label', 'org.kopr.test=yes', '--name', name];
  await must('docker', ['run', '-d', ...options, image, 'sleep', 'infinity']);
  const sh = (line: string) => must('docker', ['exec', name, 'sh', '-ec', line]);
  return {
    sh,
    exec: (...command) => run('docker', ['exec', name, ...command]),
    write: async (path, text) => {
      // As an argument: no quoting can go wrong.
      const script = 'mkdir -p "$(dirname "$1")" && printf %s "$2" >"$1"';
      await must('docker', ['exec', name, 'sh', '-ec', script, 'sh', path, text]);
    },
    [Symbol.asyncDispose]: async () => {
      await run('docker', ['rm', '-f', name]);
    },
  };
}
