import { expect } from 'chai';
import { createUser } from '../src/verbs/create-user.js';
import { openStack, type Stack } from './stack.js';

const OWN = 'http://localhost:5000';
const ELSEWHERE = 'http://evil.example.org';

describe('writes by the session cookie', () => {
  let stack: Stack;
  let cookie: string;
  let number = 0;
  before(async () => {
    stack = await openStack({ KOPR_FRONTEND_URL: `${OWN}/` });
    const user = await createUser(stack.deps, { name: 'alice' });
    cookie = `session=${(await stack.deps.sessions.begin(user.id)).id}`;
  });
  beforeEach(() => stack.said());
  after(() => stack[Symbol.asyncDispose]());

  /** A form as any page can send one. */
  function write(headers: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ name: `p${++number}`, chroots: 'fedora-42-x86_64' });
    return fetch(`${stack.url}/api_3/project/add/alice`, { method: 'POST', headers, body });
  }

  for (const headers of [
    {},
    { origin: OWN },
    { referer: `${OWN}/coprs/` },
    { 'sec-fetch-site': 'same-origin', origin: 'http://kopr.lan:5000' },
    { 'sec-fetch-site': 'none' },
  ]) {
    it(`are taken with ${JSON.stringify(headers)}`, async () => {
      expect((await write({ ...headers, cookie })).status).to.equal(200);
    });
  }

  for (const headers of [
    { origin: ELSEWHERE },
    { origin: 'null' },
    { origin: ELSEWHERE, referer: `${OWN}/` },
    { origin: 'http://localhost:5003' },
    { referer: `${ELSEWHERE}/${OWN}` },
    { referer: 'nonsense' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', referer: `${OWN}/` },
  ]) {
    it(`are refused with ${JSON.stringify(headers)}`, async () => {
      const answer = await write({ ...headers, cookie });
      expect(answer.status).to.equal(403);
      expect(await answer.json()).to.have.all.keys('error');
      expect(await stack.said()).to.not.include('repo.requested');
    });
  }

  it('are what is refused: neither reading, nor a token, whose sender means it', async () => {
    const origin = ELSEWHERE;
    expect((await fetch(`${stack.url}/api_3/auth-check`, { headers: { cookie, origin } })).status).to.equal(200);
    const authorization = await stack.user('bob');
    const body = new URLSearchParams({ name: 'his', chroots: 'fedora-42-x86_64' });
    const asBob = { method: 'POST', headers: { authorization, origin }, body };
    expect((await fetch(`${stack.url}/api_3/project/add/bob`, asBob)).status).to.equal(200);
  });
});
