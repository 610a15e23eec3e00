/** The folders of a run. Results and logs belong to root, so that a build cannot touch them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RpmDefinition } from '@kopr/proto';
import type { Orders } from './config.js';
import type { Link } from './net/link.js';
import type { Journal } from './report/journal.js';
import type { Verdict } from './report/deliver.js';

/** Everything an engine works with. */
export interface Workplace {
  readonly orders: Orders;
  readonly definition: RpmDefinition;
  readonly journal: Journal;
  readonly link: Link;
  /** Sources as downloaded. */
  readonly sources: string;
  /** What will be delivered. */
  readonly results: string;
}

/** An engine turns the source into a result, or throws `Ended` with the reason. */
export type Engine = (workplace: Workplace) => Promise<Verdict>;

const ROOT = '/var/lib/kopr-builder';

/** Makes the folders. */
export function makeFolders(): Pick<Workplace, 'sources' | 'results'> {
  const folders = { sources: join(ROOT, 'sources'), results: join(ROOT, 'results') };
  for (const dir of Object.values(folders)) mkdirSync(dir, { recursive: true, mode: 0o755 });
  return folders;
}
