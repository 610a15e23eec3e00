/** RabbitMQ's management API, as much of it as tests need. */
import { setTimeout as wait } from 'node:timers/promises';
import { KoprError } from '../errors/index.js';
import { serverUrl } from './config.js';

/** The plugin starts after the broker itself. */
const STARTS_WITHIN_MS = 60_000;

/** One request; the path is below `/api/`. Answers the body, decoded, or undefined when it is empty. */
export async function askBroker(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const url = new URL(serverUrl('KOPR_TEST_AMQP_ADMIN_URL'));
  const authorization = `Basic ${btoa(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await whenStarted(() =>
    fetch(`http://${url.host}/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }),
  );
  const text = await answer.text();
  if (!answer.ok) throw new KoprError('broker-admin', `${method} ${path}: ${answer.status} ${text}`, { path });
  return text === '' ? undefined : JSON.parse(text);
}

/** The name of the user that tests connect as. */
export function brokerUser(): string {
  return decodeURIComponent(new URL(serverUrl('KOPR_TEST_AMQP_ADMIN_URL')).username);
}

/** Cuts every connection of a vhost, as a broker's restart would; answers how many. */
export async function cutConnections(vhost: string): Promise<number> {
  const all = (await askBroker('GET', `vhosts/${encodeURIComponent(vhost)}/connections`)) as { name: string }[];
  await Promise.all(all.map(({ name }) => askBroker('DELETE', `connections/${encodeURIComponent(name)}`)));
  return all.length;
}

async function whenStarted(ask: () => Promise<Response>): Promise<Response> {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (performance.now() > deadline) throw error;
    });
    if (answer) return answer;
    await wait(200);
  }
}
