/** Beside chance (wrong-input), all of it in turn: every operation of the API, with one thing wrong at a time. */
import { asError } from '@kopr/shared/errors';
import { silentLog, type Log } from '@kopr/shared/log';
import { expect } from 'chai';
import { openStack, type Stack } from '../stack.js';
import { OPERATIONS, type Operation } from './description.js';
import { exampleWorld, type ExampleWorld } from './example-world.js';
import { faultsOf } from './faults.js';
import { sendRaw } from './raw.js';
import { wrongRequests, type WrongRequest } from './wrong-fields.js';

/** What the next request needs is gone after these. */
const TAKES_AWAY = /^DELETE|\/(delete|api-token|cancel|reset)\b/;

/** Of another's things these may be asked, too. */
const OPEN_TO_ALL = /\/(fork|permissions\/request)\//;

describe('one thing wrong in a request to the API', () => {
  let stack: Stack;
  let world: ExampleWorld;
  const complaints: string[] = [];
  before(async () => {
    const complain = (fields: { error?: unknown } = {}) => complaints.push(String(asError(fields.error).stack));
    const log: Log = { ...silentLog(), error: (_message, fields) => complain(fields) };
    stack = await openStack({}, log);
    world = await exampleWorld(stack);
  });
  after(() => stack[Symbol.asyncDispose]());

  for (const { verb, path, operation } of OPERATIONS) {
    const answered = async (wrong: WrongRequest) => {
      const answer = await sendRaw(stack.url, wrong.request);
      const found = faultsOf(wrong.request, answer, verb, operation);
      if (mustRefuse(wrong, path, operation) && answer.status < 400) found.push('was taken');
      if (wrong.status !== undefined && answer.status !== wrong.status) found.push(`not ${wrong.status}`);
      const faults = found.map((fault) => `${wrong.what}: ${fault}: ${answer.status} ${answer.text.slice(0, 300)}`);
      return { faults, taken: answer.status === 200 };
    };
    it(`is told in JSON, by ${verb} ${path}`, async () => {
      const faults: string[] = [];
      let taken = false;
      for (const wrong of wrongRequests(verb, path, operation, world)) {
        const answer = await answered(wrong);
        faults.push(...answer.faults);
        taken ||= answer.taken;
        if (answer.taken && TAKES_AWAY.test(`${verb} ${path}`)) world = await exampleWorld(stack);
      }
      if (taken && verb !== 'GET') world = await exampleWorld(stack);
      expect([...faults, ...complaints.splice(0)]).to.deep.equal([]);
    }).timeout(180_000);
  }
});

/** What belongs to others is refused to whoever must say who they are, if it belongs to anybody. */
function mustRefuse({ what, refused }: WrongRequest, path: string, { security, requestBody, parameters }: Operation) {
  if (what !== 'of another') return refused;
  const ofSomebody = requestBody !== undefined || parameters.some(({ in: place }) => place === 'path');
  return security.length > 0 && ofSomebody && !OPEN_TO_ALL.test(path);
}
