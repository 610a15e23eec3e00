import { expect } from 'chai';
import { openStack, type Stack } from '../stack.js';
import { hookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

const SSH = 'git@github.com:octo/hello.git';
const HTTPS = 'https://github.com/octo/hello.git';
const TOKEN = 'token-of-alice-at-the-forge';

describe('a webhook of a private repository', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house() {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    const secret = (verb: string, name: string, body?: object) =>
      stack.ask(verb, `/api_3/package/secret/${made.owner}/${made.name}/${name}`, made.auth, body);
    const tell = async (event: string, payload: object) => {
      await made.github({ event, payload });
      await made.work();
      return (await made.deliveries())[0]?.decisions ?? [];
    };
    return { ...made, secret, tell };
  }
  const newest = async () => (await stack.bodies('source.requested')).at(-1);

  it('builds a pushed commit with the package’s secret', async () => {
    const { addPackage, secret, tell } = await house();
    await addPackage('hello', { clone_url: SSH });
    await secret('POST', 'hello');
    expect(await tell('push', github.push()))
      .to.have.nested.property('[0].build')
      .that.is.a('number');
    expect(await newest()).to.deep.nested.include({ private: true, 'source.params.clone_url': SSH });
  });

  it('builds the others when a package has no key, and says what it lacks', async () => {
    const { addPackage, tell } = await house();
    await addPackage('hello', { clone_url: SSH });
    await addPackage('open');
    const decisions = await tell('push', github.push());
    expect(decisions.map(({ package: name, build }) => [name, build !== null])).to.deep.equal([
      ['hello', false],
      ['open', true],
    ]);
    expect(decisions[0]?.why).to.match(/deploy key: give the package a key first/);
  });

  it('is tested without a build, and the test says what a package lacks', async () => {
    const { addPackage, auth, owner, name } = await house();
    await addPackage('hello', { clone_url: SSH });
    const asked = { clone_url: HTTPS, branch: 'main' };
    const { json } = await stack.ask('POST', `/api_3/webhook/test/${owner}/${name}`, auth, asked);
    expect(json['decisions'])
      .to.have.nested.property('[0].why')
      .that.matches(/give the package a key first/);
  });

  it('builds a pull request from a fork without the secret, whatever its address is', async () => {
    const { addPackage, secret, tell } = await house();
    await addPackage('hello', { clone_url: HTTPS });
    expect((await secret('PUT', 'hello', { kind: 'token', token: TOKEN })).status).to.equal(200);
    await tell('pull_request', github.pullRequest('opened'));
    expect(await newest()).to.deep.nested.include({
      private: false,
      'source.params.clone_url': 'https://github.com/mona/hello.git',
    });
  });

  it('builds a pull request from a branch of its own with it, by the package’s address', async () => {
    const { addPackage, secret, tell } = await house();
    await addPackage('hello', { clone_url: SSH });
    await secret('POST', 'hello');
    const payload = github.pullRequest('opened');
    const { pull_request: request, repository } = payload;
    const own = { ...request, head: { ...request.head, repo: repository } };
    await tell('pull_request', { ...payload, pull_request: own });
    expect(await newest()).to.deep.nested.include({ private: true, 'source.params.clone_url': SSH });
  });
});
