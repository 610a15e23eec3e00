/** Files for source tasks: from strangers' servers through the guard, from the house's own frontend without. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { download, type Downloaded } from '@kopr/shared/guard';
import type { SourceDefinition } from '@kopr/proto';
import { failed } from '../ended.js';
import type { Room } from '../task.js';
import { again } from './again.js';
import type { Guard } from './guard.js';
import { askPatiently, expectStatus } from './http.js';
import { limited } from './limited.js';

interface Fetching extends Pick<Room, 'journal' | 'orders'> {
  readonly definition: SourceDefinition;
  readonly guard: Guard;
}

const TIMEOUT_MS = 30 * 60_000;
const USER_AGENT = 'Kopr';
const PAUSES_MS = [2_000, 10_000];

/** Downloads from an address that a packager gave; throws the verdict when that cannot be. */
export async function fetchFrom({ definition, guard, journal }: Fetching, url: string, path: string): Promise<void> {
  const { max_download_bytes: maxBytes } = definition.kopr;
  const order = {
    url,
    rules: guard.rules(['http', 'https']),
    timeoutMs: TIMEOUT_MS,
    userAgent: USER_AGENT,
    maxBytes,
    name: url,
  };
  const tryOnce = (): Promise<Downloaded> => download(order, path);
  let done = await tryOnce();
  for (const pauseMs of PAUSES_MS) {
    if (done.ok || !done.temporary) break;
    journal.say(`${done.problem}; trying again in ${pauseMs / 1000} s`);
    await pause(pauseMs);
    done = await tryOnce();
  }
  if (!done.ok) throw failed(done.problem);
}

/** Brings what waits at the frontend under an address that cannot be guessed. */
export async function fetchUpload(
  { definition, orders, journal }: Fetching,
  path: readonly string[],
  target: string,
): Promise<void> {
  const url = `${orders.frontendUrl}/tmp/${path.map(encodeURIComponent).join('/')}`;
  const { max_download_bytes: maxBytes } = definition.kopr;
  await again(journal.say, async () => {
    const answer = await askPatiently(() => ({ method: 'GET', url }), journal.say);
    if (answer.status === 404) {
      answer.body.resume();
      throw failed(`${path.at(-1) ?? ''} is not at the frontend any more: submit it again`);
    }
    await expectStatus(answer, url, 200);
    await pipeline(answer.body, limited(maxBytes), createWriteStream(target, { mode: 0o644 }));
  });
}
