/** Looks at the disk of uploads now and then, so that a full one is told, and its end, too. */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { lookAtDisk } from '../verbs/tell-disk.js';

const EVERY_MS = 5_000;

/** Any number of replicas may run it: what they see is told once. */
export function watchDisk(deps: Deps): Part {
  return loop({ name: 'watch-disk', everyMs: EVERY_MS, log: deps.log, tick: () => lookAtDisk(deps) });
}
