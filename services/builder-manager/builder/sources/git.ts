/** A git repository at one commit. */
import { checkOut, type Wanted } from './checkout.js';
import { cloneOf } from './clone.js';
import type { SourceRoom } from './source-room.js';
import { step } from './step.js';

/** What is wanted of a repository, and where that is. */
export interface GitOrder extends Wanted {
  readonly url: string;
}

/** Clones and checks out; answers the folder and the commit. */
export async function bringRepository(room: SourceRoom, order: GitOrder): Promise<{ dir: string; commit: string }> {
  const clone = await step(room, 'clone', `clone of ${order.url}`, () => cloneOf(room, order.url));
  try {
    const commit = await step(room, 'checkout', 'checkout', () => checkOut(clone, order));
    room.journal.say(`commit ${commit}`);
    return { dir: clone.dir, commit };
  } finally {
    // Before anything of the repository is run.
    clone.close();
  }
}
