/** Tells listeners from the beginning what they have not heard, a part at a time, between all else. */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { TOPICS } from '../store/introductions.js';
import { introduce } from '../verbs/introduce.js';

const EVERY_MS = 10_000;

/** Any number of replicas may run it: a part is told by one of them. */
export function introduceAll(deps: Deps): Part {
  const tick = async (): Promise<void | 'again'> => {
    for (const topic of TOPICS) if (await introduce(deps, topic)) return 'again';
  };
  return loop({ name: 'introduce', everyMs: EVERY_MS, log: deps.log, tick });
}
