/** Somebody outside the house who hears all public messages. */
import { connect, type ConsumeMessage } from 'amqplib';

export interface Listener extends AsyncDisposable {
  readonly heard: readonly ConsumeMessage[];
}

/** Listens to everything on the public exchange of the vhost behind `url`. */
export async function listen(url: string): Promise<Listener> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
  await channel.bindQueue(queue, 'amq.topic', '#');
  const heard: ConsumeMessage[] = [];
  await channel.consume(queue, (message) => message && heard.push(message), { noAck: true });
  return { heard, [Symbol.asyncDispose]: () => connection.close() };
}
