/** What opens a private repository: asked for once, with the attempt's token. */
import { sourceSecret, type SourceSecret } from '@kopr/proto';
import { failed, HostFault, Superseded } from '../ended.js';
import type { Room } from '../task.js';
import { askPatiently, expectStatus, textOf, type Answer } from './http.js';

const NOT_CURRENT = 403;
const REMOVED = 404;
const GIVEN = 410;

/** Asks the frontend. Another attempt may well get what this one was refused because its answer was lost on the way. */
export async function askSecret({ orders, journal }: Pick<Room, 'orders' | 'journal'>): Promise<SourceSecret> {
  const url = `${orders.frontendUrl}/backend/get-source-secret/${orders.task}`;
  const headers = { authorization: `Bearer ${orders.token}` };
  const answer = await askPatiently(() => ({ method: 'POST', url, headers }), journal.say);
  if (answer.status === NOT_CURRENT) throw new Superseded(await reasonIn(answer));
  if (answer.status === GIVEN) throw new HostFault(await reasonIn(answer));
  if (answer.status === REMOVED) throw failed(await reasonIn(answer), 'clone');
  await expectStatus(answer, url, 200);
  return read(await textOf(answer));
}

async function reasonIn(answer: Answer): Promise<string> {
  const { msg } = JSON.parse(await textOf(answer)) as { msg: string };
  return msg;
}

/** What a parser says of a text may hold a part of it. */
function read(text: string): SourceSecret {
  try {
    return sourceSecret.parse(JSON.parse(text));
  } catch {
    throw new HostFault('the frontend’s answer with the secret cannot be read');
  }
}
