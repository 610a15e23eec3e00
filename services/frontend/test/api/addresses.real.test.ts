import { expect } from 'chai';
import { OPERATIONS } from './description.js';
import { openStack, type Stack } from '../stack.js';
import { exampleWorld, type ExampleWorld } from './example-world.js';
import { sendRaw } from './raw.js';

describe('addresses of the API', () => {
  let stack: Stack;
  let world: ExampleWorld;
  before(async () => {
    stack = await openStack();
    world = await exampleWorld(stack);
  });
  after(() => stack[Symbol.asyncDispose]());

  const ask = (verb: string, address: string, headers: Record<string, string> = {}, body?: string) =>
    sendRaw(stack.url, { verb, address, headers, body: body === undefined ? undefined : Buffer.from(body) });

  it('end with a slash, or not, and have no other form', async () => {
    const [plain, slash, doubled] = await Promise.all(
      [
        '/api_3/project?ownername=jane&projectname=hello',
        '/api_3/project/?ownername=jane&projectname=hello',
        '/api_3//project',
      ].map((address) => ask('GET', address)),
    );
    expect(slash).to.deep.include({ status: 200, text: plain?.text });
    expect(doubled?.status).to.equal(308);
    expect(doubled?.headers['location']).to.equal('/api_3/project');
  });

  it('answer HEAD as GET, without a body', async () => {
    const { status, headers, text } = await ask('HEAD', '/api_3/');
    expect([status, headers['content-type'], text]).to.deep.equal([200, 'application/json', '']);
  });

  it('say which verbs they take, and refuse the others', async () => {
    const path = '/api_3/project/edit/jane/hello';
    const options = await ask('OPTIONS', path);
    expect([options.status, options.headers['allow']]).to.deep.equal([200, 'OPTIONS, PUT, POST']);
    const refused = await ask('GET', path);
    expect([refused.status, refused.headers['allow']]).to.deep.equal([405, 'OPTIONS, PUT, POST']);
    expect(JSON.parse(refused.text)).to.deep.equal({ error: 'The method is not allowed for the requested URL.' });
  });

  it('take a body with DELETE and PUT, and old verbs with a warning', async () => {
    const auth = { authorization: world.jane, 'content-type': 'application/json' };
    const body = JSON.stringify({ ownername: 'jane', projectname: 'hello', package_name: 'hello' });
    const reset = await ask('PUT', '/api_3/package/reset', auth, body);
    expect([reset.status, reset.headers['warning']]).to.deep.equal([200, undefined]);
    const old = await ask('POST', '/api_3/package/reset/', auth, body);
    expect([old.status, old.text]).to.deep.equal([200, reset.text]);
    expect(old.headers['warning']).to.equal('This method is deprecated: Use PUT method instead of POST');
    const gone = await ask('DELETE', '/api_3/build/delete/list', auth, JSON.stringify({ builds: [99_999] }));
    expect(gone.text).to.include("Build(s) 99999 don't exist.");
  });

  it('are told of in one description, sent only when it has changed', async () => {
    const { status, headers, text } = await ask('GET', '/api_3/swagger.json');
    const paths = Object.keys((JSON.parse(text) as { paths: object }).paths);
    expect(status).to.equal(200);
    expect(paths).to.have.members([...new Set(OPERATIONS.map(({ path }) => path))]);
    const again = await ask('GET', '/api_3/swagger.json', { 'if-none-match': String(headers['etag']) });
    expect([again.status, again.text]).to.deep.equal([304, '']);
  });

  it('send the description small to those who can read it', async () => {
    const small = await fetch(`${stack.url}/api_3/swagger.json`, { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers.get('content-encoding')).to.equal('gzip');
    expect(await small.json()).to.have.property('openapi', '3.1.1');
  });
});
