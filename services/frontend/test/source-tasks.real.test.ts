import { sourceDefinition } from '@kopr/proto';
import { signToken } from '@kopr/shared/token';
import { expect } from 'chai';
import { freeBuild } from '../src/verbs/free-build.js';
import { newsOf } from './news.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';
const GIT = { clone_url: 'https://git.example.org/hello.git', committish: 'main' };

describe('a build of what must be made into an SRPM', () => {
  let stack: Stack;
  let alice: string;
  before(async () => {
    stack = await openStack({ KOPR_ALLOW_PRIVATE_SOURCES: '1', KOPR_SOURCE_IMAGE: 'kopr/tools:1' });
    alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: [CHROOT] });
  });
  after(() => stack[Symbol.asyncDispose]());

  async function submit(type: string, body: object): Promise<number> {
    const fields = { ownername: 'alice', projectname: 'p1', chroots: [CHROOT], ...body };
    const { json } = await stack.ask('POST', `/api_3/build/create/${type}`, alice, fields);
    await stack.said();
    return Number(json['id']);
  }
  const source = async (id: number) => (await stack.ask('GET', `/api_3/build/source-chroot/${id}`)).json;
  const task = (id: number, auth?: string) => stack.ask('GET', `/backend/get-srpm-build-task/${id}/`, auth);
  function bearer(id: number, attempt: number): string {
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const payload = { task: String(id), attempt, use: 'builder' as const, expiry, bytes: 1, results: 'x' };
    return `Bearer ${signToken(payload, stack.privateKey)}`;
  }

  it('goes over resolving, a builder and the import to its chroots', async () => {
    const id = await submit('scm', GIT);
    const news = newsOf(stack, id);
    expect((await stack.bodies('source.requested')).at(-1)).to.deep.include({ build: id, pin: null, round: 0 });
    await news.resolved();
    expect(await stack.said()).to.deep.equal(['task.queued']);
    expect((await stack.bodies('task.queued')).at(-1)).to.deep.include({
      task: String(id),
      kind: 'source',
      image: 'kopr/tools:1',
      results: `alice/p1/srpm-builds/${String(id).padStart(8, '0')}`,
    });
    expect(await source(id)).to.deep.include({ state: 'pending', result_url: null });
    await news.made();
    expect(await stack.said()).to.deep.equal(['import.requested', 'task.began', 'task.ended']);
    expect((await stack.bodies('import.requested')).at(-1)).to.deep.include({ branches: ['f42'], attempt: 1 });
    const results = `http://localhost:5002/results/alice/p1/srpm-builds/${String(id).padStart(8, '0')}`;
    expect(await source(id)).to.deep.include({ state: 'importing', result_url: results });
    await news.imported({ pin: { commit: 'a'.repeat(40), version: null } });
    expect(await stack.said()).to.deep.equal(['task.queued']);
    expect(await source(id)).to.deep.include({ state: 'succeeded' });
  });

  it('hands its definition to the builder of the current attempt, with addresses inside, and to no other', async () => {
    const id = await submit('scm', GIT);
    await newsOf(stack, id).resolved();
    const { status, json } = await task(id, bearer(id, 2));
    expect(status).to.equal(200);
    expect(sourceDefinition.parse(json)).to.deep.equal(json);
    expect(json['kopr']).to.deep.include({
      type: 'scm',
      pin: { commit: 'a'.repeat(40), version: null },
      intake_url: 'http://dist-git:5001/intake',
      allow_private: true,
    });
    expect((json['kopr'] as { lookasides: object[] }).lookasides).to.deep.equal([
      {
        name: 'fedora',
        cloneUrl: 'https://src.fedoraproject.org',
        archiveUri:
          'https://src.fedoraproject.org/lookaside/pkgs/rpms/{pkgname}/{filename}/{hashtype}/{hash}/{filename}',
      },
    ]);
    expect(await source(id)).to.deep.include({ state: 'starting' });
    const refused = await task(id, bearer(id, 1));
    expect([refused.status, refused.json['msg']]).to.deep.equal([
      409,
      `Attempt 1 of ${id} is not current: attempt 2 was made since`,
    ]);
    expect((await task(id, bearer(id + 1, 2))).status).to.equal(403);
    const seen = await task(id);
    expect((seen.json['kopr'] as { intake_url: string }).intake_url).to.equal('http://localhost:5001/intake');
  });

  it('keeps its definition as it was when it was resolved', async () => {
    const id = await submit('scm', GIT);
    await newsOf(stack, id).resolved();
    const before = (await task(id)).json;
    await stack.deps.db.query('UPDATE projects SET appstream = TRUE');
    expect((await task(id)).json).to.deep.equal(before);
  });

  it('names the address of an uploaded spec as its reader reaches it', async () => {
    const form = uploadForm({ ownername: 'alice', projectname: 'p1', chroots: [CHROOT] }, 'hello.spec', 'Name: hello');
    const { json } = await stack.ask('POST', '/api_3/build/create/upload', alice, form);
    const id = Number(json['id']);
    expect((await stack.bodies('source.requested')).at(-1)?.source.srpm).to.equal(null);
    await newsOf(stack, id).resolved({ commit: null, version: null });
    const urlFor = async (auth?: string) =>
      (JSON.parse(String((await task(id, auth)).json['source_json'])) as { url: string }).url;
    expect(await urlFor(bearer(id, 1))).to.match(/^http:\/\/frontend:5000\/tmp\/[0-9a-f]{32}\/hello\.spec$/);
    expect(await urlFor()).to.match(/^http:\/\/localhost:5000\/tmp\/[0-9a-f]{32}\/hello\.spec$/);
  });

  it('makes a package whose source is its own, with the defaults that were known of it', async () => {
    const id = await submit('pypi', { pypi_package_name: 'hello-py' });
    const news = newsOf(stack, id);
    await news.resolved({ commit: null, version: null });
    await news.made();
    await news.imported({ package: 'python-hello', pin: { commit: null, version: '2.1' } });
    const query = 'ownername=alice&projectname=p1&packagename=python-hello';
    const { json } = await stack.ask('GET', `/api_3/package?${query}`);
    expect(json).to.deep.include({ source_type: 'pypi' });
    const body = { ownername: 'alice', projectname: 'p1', package_name: 'python-hello' };
    const again = await stack.ask('POST', '/api_3/package/build', alice, body);
    expect(again.json['source_package']).to.deep.include({ name: 'python-hello' });
    expect((await stack.bodies('source.requested')).at(-1)).to.deep.include({ build: again.json['id'], pin: null });
  });

  it('is said again, with its other open tasks, to a scheduler that lost its line', async () => {
    const id = await submit('rubygems', { gem_name: 'rake' });
    await newsOf(stack, id).resolved({ commit: null, version: null });
    await stack.said();
    await newsOf(stack, id).rebuild();
    const tasks = (await stack.bodies('task.queued')).filter((body) => body.task === String(id));
    expect(tasks).to.have.length(2);
  });

  it('is put in line only when the batch before its own is over', async () => {
    const first = await submit('scm', GIT);
    const second = await submit('scm', { ...GIT, after_build_id: first });
    await newsOf(stack, second).resolved();
    expect(await stack.said()).to.be.empty;
    await stack.ask('PUT', `/api_3/build/cancel/${first}`, alice);
    await stack.said();
    await freeBuild(stack.deps, second);
    expect(await stack.said()).to.deep.equal(['task.queued']);
  });
});
