/** Makes the exchanges, queues and bindings that are not there yet. Every service makes all of them, so the order of starting does not matter. */
import type { Topology } from '@kopr/proto';
import type { ChannelModel } from 'amqplib';

/** Rejects when one of them is there with other arguments; then somebody must look. */
export async function assertTopology(connection: ChannelModel, wanted: Topology): Promise<void> {
  const channel = await connection.createChannel();
  // The rejected call tells what was wrong; without a listener the event would end the process.
  channel.on('error', () => undefined);
  // A channel keeps the order of its calls, so they need not wait for each other.
  await Promise.all([
    ...wanted.exchanges.map(({ name, kind }) => channel.assertExchange(name, kind, { durable: true })),
    ...wanted.queues.map(({ name, arguments: args }) => channel.assertQueue(name, { durable: true, arguments: args })),
    ...wanted.bindings.map(({ queue, exchange, key }) => channel.bindQueue(queue, exchange, key)),
  ]);
  await channel.close();
}
