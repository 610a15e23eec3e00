import { expect } from 'chai';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

describe('badges of builds', () => {
  let stack: Stack;
  let alice: string;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
    await createGroup(stack.deps, 'devel', ['alice']);
    for (const owner of ['alice', '@devel']) {
      await stack.ask('POST', `/api_3/project/add/${owner}`, alice, { name: 'p', chroots: ['epel-9-x86_64'] });
      const source = { package_name: 'hello', gem_name: 'hello' };
      await stack.ask('POST', `/api_3/package/add/${owner}/p/hello/rubygems`, alice, source);
    }
  });
  after(() => stack[Symbol.asyncDispose]());

  /** Which badge an address shows. */
  async function badgeAt(path: string): Promise<string | undefined> {
    const { status, headers, text } = await stack.ask('GET', path);
    expect([status, headers.get('content-type')]).to.deep.equal([200, 'image/png']);
    expect(text).to.include('PNG');
    return /^inline; filename=(\w+)\.png$/.exec(headers.get('content-disposition') ?? '')?.[1];
  }
  const ofPackage = (name: string, owner = 'alice') =>
    badgeAt(`/coprs/${owner}/p/package/${name}/status_image/last_build.png`);

  it('say so when there is no such package or build', async () => {
    expect(await ofPackage('zz')).to.equal('bad_url');
    expect(await ofPackage('hello', 'bob')).to.equal('bad_url');
    expect(await badgeAt('/coprs/build/99999/status_image.png')).to.equal('bad_url');
    expect(await badgeAt('/coprs/build/x/status_image.png')).to.equal('bad_url');
  });

  it('follow the newest build of a package', async () => {
    expect(await ofPackage('hello')).to.equal('unknown');
    const wanted = { ownername: 'alice', projectname: 'p', package_name: 'hello' };
    const { json } = await stack.ask('POST', '/api_3/package/build', alice, wanted);
    const build = `/coprs/build/${String(json['id'])}/status_image.png`;
    expect([await ofPackage('hello'), await badgeAt(build)]).to.deep.equal(['in_progress', 'in_progress']);
    await stack.ask('PUT', `/api_3/build/cancel/${String(json['id'])}`, alice);
    expect([await ofPackage('hello'), await badgeAt(build)]).to.deep.equal(['unknown', 'unknown']);
  });

  it('are those of groups, too', async () => {
    expect(await ofPackage('hello', 'g/devel')).to.equal('unknown');
  });
});
