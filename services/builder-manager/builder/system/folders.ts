/** The folders of a run. They belong to root, so that strangers' code cannot touch what is in them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Folders {
  /** Sources as downloaded. */
  readonly sources: string;
  /** What will be delivered. */
  readonly results: string;
  /** What the builder itself notes. */
  readonly logs: string;
}

/** Where all of it lies. */
export const ROOT = '/var/lib/kopr-builder';

/** Makes them. `deliverLogs`: the notes are part of the result. */
export function makeFolders({ deliverLogs }: { readonly deliverLogs: boolean }): Folders {
  const results = join(ROOT, 'results');
  const folders = { sources: join(ROOT, 'sources'), results, logs: deliverLogs ? results : join(ROOT, 'notes') };
  for (const dir of Object.values(folders)) mkdirSync(dir, { recursive: true, mode: 0o755 });
  return folders;
}
