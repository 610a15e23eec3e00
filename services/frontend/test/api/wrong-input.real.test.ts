import { createBus } from '@kopr/shared/bus';
import { asError } from '@kopr/shared/errors';
import { silentLog, type Log } from '@kopr/shared/log';
import { relayOutbox } from '@kopr/shared/outbox';
import { eventually, freshBroker } from '@kopr/shared/testkit';
import { expect } from 'chai';
import fc from 'fast-check';
import { openStack, type Stack } from '../stack.js';
import { OPERATIONS } from './description.js';
import { exampleWorld, type ExampleWorld } from './example-world.js';
import { faultsOf } from './faults.js';
import { sendRaw, type RawRequest } from './raw.js';
import { requestsTo } from './wrong-requests.js';

/** Of each operation. A number of its own finds more at night. */
const RUNS = Number(process.env['KOPR_TEST_RUNS'] ?? 40);

describe('whatever is asked of the API', () => {
  let stack: Stack;
  let world: ExampleWorld;
  const complaints: string[] = [];
  const closers: (() => unknown)[] = [];
  before(async () => {
    const complain = (fields: { error?: unknown } = {}) => complaints.push(String(asError(fields.error).stack));
    const log: Log = { ...silentLog(), error: (_message, fields) => complain(fields) };
    stack = await openStack({}, log);
    const broker = await freshBroker();
    const bus = createBus({ url: broker.url, service: 'frontend', log: silentLog() });
    const parts = [relayOutbox(stack.deps.db, bus, silentLog()), bus];
    for (const part of parts) await part.start();
    closers.push(...parts.toReversed().map((part) => () => part.stop()));
    closers.push(
      () => broker[Symbol.asyncDispose](),
      () => stack[Symbol.asyncDispose](),
    );
  });
  after(async () => {
    for (const close of closers) await close();
  });
  // Each operation finds everything there, whatever the one before did to it.
  before(async () => (world = await exampleWorld(stack)));
  afterEach(async () => (world = await exampleWorld(stack)));

  for (const { verb, path, operation } of OPERATIONS) {
    it(`${verb} ${path} answers in JSON, with an error or with what was asked`, async () => {
      const holds = async (request: RawRequest) => {
        complaints.length = 0;
        const answer = await sendRaw(stack.url, request);
        expect(
          faultsOf(request, answer, verb, operation),
          `${answer.status} ${answer.text.slice(0, 500)} ${complaints.join('\n')}`,
        ).to.deep.equal([]);
      };
      await fc.assert(fc.asyncProperty(requestsTo(verb, path, operation, world), holds), { numRuns: RUNS });
    });
  }

  it('makes nothing be said that the bus does not take', async () => {
    const count = async (where: string) => {
      const rows: { n: string }[] = await stack.deps.db.query(`SELECT COUNT(*) n FROM outbox WHERE ${where}`);
      return Number(rows[0]?.n);
    };
    await eventually(async () => (await count('sent_at IS NULL AND refused_at IS NULL')) === 0, {
      what: 'all to be said',
    });
    expect(await count('refused_at IS NOT NULL OR tries > 0')).to.equal(0);
    expect(await count('sent_at IS NOT NULL')).to.be.greaterThan(50);
  });
});
