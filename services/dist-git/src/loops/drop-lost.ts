/** Goes through all repositories for what was left behind and need not be kept any more. */
import { readdir } from 'node:fs/promises';
import { unlessMissing } from '@kopr/shared/files';
import { loop, type Loop } from '@kopr/shared/service';
import { type RepositoryName, repositoryName } from '../domain/names.js';
import { dropLost } from '../verbs/drop-lost.js';
import type { Means } from '../verbs/means.js';

const EVERY_MS = 3_600_000;

/** Makes the loop. */
export function dropLosts(means: Means): Loop {
  const tick = (): Promise<void> => dropOnce(means, new Date());
  return loop({ name: 'drop-lost', everyMs: EVERY_MS, log: means.log, tick });
}

/** One round. What goes wrong with one repository keeps nobody from the others. */
export async function dropOnce(means: Means, now: Date): Promise<void> {
  for await (const name of repositories(means)) {
    await dropLost(means, name, now).catch((error: unknown) =>
      means.log.warn('what was left behind could not be dropped', { ...name, error }),
    );
  }
}

async function* repositories({ layout }: Means): AsyncGenerator<RepositoryName> {
  for (const owner of await list(layout.git)) {
    for (const dirname of await list(`${layout.git}/${owner}`)) {
      for (const dir of await list(layout.repositories(owner, dirname))) {
        const name = repositoryName(owner, dirname, dir.replace(/\.git$/, ''));
        if (name) yield name;
      }
    }
  }
}

async function list(dir: string): Promise<string[]> {
  return (await unlessMissing(readdir(dir))) ?? [];
}
