/** Removes for good what was taken out of sight; one thing at a time, so that a huge tree starves nobody. */
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { Tree } from '../tree/layout.js';
import { removeOneFromTrash } from '../tree/trash.js';

const EVERY_MS = 30_000;

/** The loop that empties the trash. */
export function emptyTrash(tree: Tree, log: Log): Loop {
  const tick = async (): Promise<void | 'again'> => ((await removeOneFromTrash(tree)) ? 'again' : undefined);
  return loop({ name: 'empty-trash', everyMs: EVERY_MS, log, tick });
}
