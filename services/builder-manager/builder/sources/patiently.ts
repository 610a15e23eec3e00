/** Tries again what fails for reasons that pass. */
import { setTimeout as pause } from 'node:timers/promises';
import { isPassing } from '../domain/git-words.js';
import type { Ending } from './tools.js';

const PAUSES_MS: readonly number[] = [2_000, 10_000];

/** Runs git until it ends well, or for a reason that stays; answers the last ending. */
export async function patiently(
  say: (text: string) => void,
  work: () => Promise<Ending>,
  pausesMs = PAUSES_MS,
): Promise<Ending> {
  for (const pauseMs of pausesMs) {
    const ending = await work();
    if (ending.code === 0 || !isWorthwhile(ending)) return ending;
    say(`trying again in ${pauseMs / 1000} s`);
    await pause(pauseMs);
  }
  return work();
}

// What git says of a server that the guard could not reach depends on the protocol; the guard knows.
function isWorthwhile({ refused, unreachable, lines }: Ending): boolean {
  return refused === undefined && (unreachable !== undefined || isPassing(lines));
}
