/** The task's definition: all that a task needs to know, asked for with the attempt's token. */
import type { z } from 'zod';
import type { Orders } from '../config.js';
import { Superseded } from '../ended.js';
import { again } from './again.js';
import { askPatiently, expectStatus, textOf } from './http.js';

const SUPERSEDED = 409;

/** Downloads and checks the definition at `path`; throws `Superseded` when this attempt is not wanted any more. */
export async function getDefinition<T>(
  orders: Orders,
  path: string,
  shape: z.ZodType<T>,
  say: (text: string) => void,
): Promise<T> {
  const url = `${orders.frontendUrl}/backend/${path}`;
  const headers = { authorization: `Bearer ${orders.token}` };
  const text = await again(say, async () => {
    const answer = await askPatiently(() => ({ method: 'GET', url, headers }), say);
    if (answer.status === SUPERSEDED) throw new Superseded(await textOf(answer));
    await expectStatus(answer, url, 200);
    return textOf(answer);
  });
  return shape.parse(JSON.parse(text));
}
