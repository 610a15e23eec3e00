/** Starts victims. They are bundled once, because most of a short life would be spent on compiling. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const VICTIM = fileURLToPath(new URL('victim.ts', import.meta.url));

/** The bundle's path. It lies in the tree, so that the packages that it leaves out are found from there. */
export async function bundleVictim(): Promise<string> {
  const outfile = join(ROOT, '.cache/tests/victim.mjs');
  await mkdir(join(ROOT, '.cache/tests'), { recursive: true });
  await build({
    entryPoints: [VICTIM],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external: ['typeorm', 'mysql2', 'amqplib', 'express', 'winston', 'zod', 'ioredis'],
    logLevel: 'error',
  });
  return outfile;
}

/** A life that ends by itself, or by `end`. */
export interface Life {
  /** Whether it died of what it did, before `over` said that there was nothing more to die of. */
  diedBefore(over: () => Promise<boolean>): Promise<boolean>;
  end(): Promise<void>;
}

/** Starts a victim. */
export function live(bundle: string, env: Record<string, string>): Life {
  const child = spawn(process.execPath, ['--enable-source-maps', bundle], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const dead = once(child, 'exit') as Promise<[number | null, string | null]>;
  return {
    diedBefore: async (over) => {
      while (isAlive(child)) {
        if (await over()) return false;
        await Promise.race([dead, new Promise((resolve) => setTimeout(resolve, 50))]);
      }
      const [code, signal] = await dead;
      if (signal !== 'SIGKILL') throw new Error(`a victim ended with ${String(code)}, ${String(signal)}`);
      return true;
    },
    end: async () => {
      if (isAlive(child)) child.kill('SIGKILL');
      await dead;
    },
  };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
