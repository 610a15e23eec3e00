import { expect } from 'chai';
import { CATALOGUE, DEAD_LETTERS, EXCHANGE, hostQueue, isForHost, listenersOf, queueOf, topology } from '@kopr/proto';

const whole = topology(['alpha', 'beta']);
const exchanges = new Set(whole.exchanges.map(({ name }) => name));
const queues = new Map(whole.queues.map((queue) => [queue.name, queue]));

describe('the topology', () => {
  it('makes each exchange and each queue once', () => {
    expect(exchanges.size).to.equal(whole.exchanges.length);
    expect(queues.size).to.equal(whole.queues.length);
  });

  it('has no binding that dangles', () => {
    for (const { queue, exchange } of whole.bindings) {
      expect(queues.has(queue), queue).to.equal(true);
      expect(exchanges.has(exchange), exchange).to.equal(true);
    }
  });

  it('has no queue that nothing reaches', () => {
    const bound = new Set(whole.bindings.map(({ queue }) => queue));
    expect([...queues.keys()].filter((name) => !bound.has(name))).to.deep.equal([]);
  });

  it('sends what is refused to an exchange that exists', () => {
    for (const { name, arguments: args } of whole.queues) {
      const target = args['x-dead-letter-exchange'];
      if (typeof target === 'string' && target !== '') expect(exchanges.has(target), name).to.equal(true);
    }
  });

  it('keeps every queue as a quorum queue', () => {
    for (const { arguments: args } of whole.queues) expect(args['x-queue-type']).to.equal('quorum');
  });

  it('gives every listener a queue of its own for each message', () => {
    for (const row of CATALOGUE) {
      for (const service of listenersOf(row)) {
        const name = queueOf(service, row.message.type);
        const keys = whole.bindings.filter(({ queue }) => queue === name);
        expect(keys).to.deep.equal([
          { queue: name, exchange: EXCHANGE, key: isForHost(row) ? `${row.message.type}.*` : row.message.type },
        ]);
      }
    }
  });

  it('puts all orders for a worker host into that host’s one queue, taken by one at a time', () => {
    const keys = whole.bindings.filter(({ queue }) => queue === hostQueue('alpha')).map(({ key }) => key);
    expect(keys).to.have.members(['task.assigned.alpha', 'task.stop-requested.alpha']);
    expect(queues.get(hostQueue('alpha'))?.arguments).to.include({ 'x-single-active-consumer': true });
  });

  it('lets a report that the next one replaces expire without becoming a dead letter', () => {
    const args = queues.get(queueOf('scheduler', 'hosts.reported'))?.arguments;
    expect(args).to.have.property('x-message-ttl', 15_000);
    expect(args).to.not.have.property('x-dead-letter-exchange', DEAD_LETTERS);
  });
});
