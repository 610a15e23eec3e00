/** The task's definition: all that a build needs to know, asked for with the attempt's token. */
import { rpmDefinition, type RpmDefinition } from '@kopr/proto';
import type { Orders } from '../config.js';
import { Superseded } from '../ended.js';
import { askPatiently, expectStatus, textOf } from './http.js';

const SUPERSEDED = 409;

/** Downloads and checks the definition; throws `Superseded` when this attempt is not wanted any more. */
export async function getDefinition(orders: Orders, say: (text: string) => void): Promise<RpmDefinition> {
  const url = `${orders.frontendUrl}/backend/get-build-task/${orders.task}`;
  const answer = await askPatiently(
    () => ({ method: 'GET', url, headers: { authorization: `Bearer ${orders.token}` } }),
    say,
  );
  if (answer.status === SUPERSEDED) throw new Superseded(await textOf(answer));
  await expectStatus(answer, url, 200);
  return rpmDefinition.parse(JSON.parse(await textOf(answer)));
}
