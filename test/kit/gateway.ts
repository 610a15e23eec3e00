/** This machine as the stack's containers see it: where a test's own servers are found. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { must } from './stack.js';

/** The address of this machine on the builders' network. */
export async function gateway(): Promise<string> {
  const format = '{{(index .IPAM.Config 0).Gateway}}';
  return (await must('docker', ['network', 'inspect', 'kopr-test-builders', '--format', format])).trim();
}

/** Lets the server listen on a free port of every address; its URL as containers reach it. */
export async function listen(server: Server): Promise<string> {
  const host = await gateway();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
