/** Looks at the disk now and then, so that a full one is told, and its end, too. */
import { loop, type Loop } from '@kopr/shared/service';
import type { Means } from '../verbs/means.js';
import { watchDisk as look } from '../verbs/tell-disk.js';

const EVERY_MS = 5_000;

/** Makes the loop. */
export function watchDisk(means: Means): Loop {
  return loop({ name: 'watch-disk', everyMs: EVERY_MS, log: means.log, tick: () => look(means) });
}
