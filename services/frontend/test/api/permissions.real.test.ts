import { expect } from 'chai';
import { ENDPOINTS } from '../../src/api/index.js';
import { openStack, type Stack } from '../stack.js';
import { people, place, requestAt, type People } from './permission-house.js';
import { RIGHTS, WHO, type Kind } from './permission-table.js';

const KINDS: readonly Kind[] = ['personal', 'group'];

describe('the permissions of the API', () => {
  let stack: Stack;
  let known: People;
  let places = 0;
  before(async () => {
    stack = await openStack();
    known = await people(stack);
  });
  after(() => stack[Symbol.asyncDispose]());

  it('are told of every endpoint that writes', () => {
    const writes = ENDPOINTS.filter(({ verb }) => verb !== 'GET').map(({ verb, path }) => `${verb} ${path}`);
    expect(RIGHTS.map(({ verb, path }) => `${verb} ${path}`)).to.have.members(writes);
  });

  for (const kind of KINDS) {
    for (const { verb, path, expected } of RIGHTS) {
      it(`are those of the table in a ${kind} project: ${verb} ${path}`, async () => {
        const answers: Record<string, number> = {};
        const fresh = () => place(stack, known, kind, `p${++places}`, path.includes('/project/delete/'));
        // Whoever is refused changes nothing, so all of them may knock at one door.
        const closed = await fresh();
        for (const who of WHO) {
          const request = requestAt(expected(who, kind) === 200 ? await fresh() : closed, who, verb, path);
          const auth = path === '/api-token' && who !== 'anonymous' ? await stack.user(who) : known[who];
          answers[who] = (await stack.ask(verb, request.path, auth, request.body)).status;
        }
        expect(answers).to.deep.equal(Object.fromEntries(WHO.map((who) => [who, expected(who, kind)])));
      });
    }
  }
});
