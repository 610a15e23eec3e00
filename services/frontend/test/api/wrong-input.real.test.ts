import { createBus } from '@kopr/shared/bus';
import { asError } from '@kopr/shared/errors';
import { silentLog, type Log } from '@kopr/shared/log';
import { relayOutbox } from '@kopr/shared/outbox';
import { eventually, freshBroker } from '@kopr/shared/testkit';
import { expect } from 'chai';
import fc from 'fast-check';
import { openStack, type Stack } from '../stack.js';
import { OPERATIONS, whyNotFitting, type Operation } from './description.js';
import { exampleWorld, type ExampleWorld } from './example-world.js';
import { sendRaw, type RawAnswer, type RawRequest } from './raw.js';
import { requestsTo } from './wrong-requests.js';

/** Of each operation. A number of its own finds more at night. */
const RUNS = Number(process.env['KOPR_TEST_RUNS'] ?? 40);

/** What goes wrong before it is known which endpoint was meant. */
const ANYWHERE: ReadonlySet<number> = new Set([404, 405, 431]);

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

/** What is wrong with an answer; nothing is a fault of the request's own. */
function faultsOf({ verb, address }: RawRequest, answer: RawAnswer, own: string, operation: Operation): string[] {
  const { status, headers, text } = answer;
  if (status === 308) return address.includes('//') ? [] : ['a redirect for nothing'];
  if (verb === 'HEAD' || (verb === 'OPTIONS' && status === 200)) return text === '' ? [] : ['a body where none may be'];
  if (headers['content-type'] !== 'application/json') return [`the type ${String(headers['content-type'])}`];
  const value = JSON.parse(text) as object;
  const faults = status >= 500 ? [`status ${status}`] : [];
  const isError = 'error' in value && typeof value.error === 'string' && value.error !== '';
  if (!isError && status >= 400) faults.push('no error told');
  if (verb === own && status >= 400 && !ANYWHERE.has(status) && !(status in operation.responses))
    faults.push(`status ${status}, of which its description says nothing`);
  if (status >= 400) return faults;
  if ('error' in value) return ['an error told with success'];
  const { schema = {} } = operation.responses['200']?.content['application/json'] ?? {};
  return verb === own ? whyNotFitting(schema, value) : [];
}
