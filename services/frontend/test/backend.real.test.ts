import { expect } from 'chai';
import { rpmDefinition } from '@kopr/proto';
import { signToken } from '@kopr/shared/token';
import { newsOf } from './news.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';

describe('task definitions', () => {
  let stack: Stack;
  let id: number;
  let task: string;
  const news = () => newsOf(stack, id);

  beforeEach(async () => {
    stack = await openStack();
    const alice = await stack.user('alice');
    const form = {
      name: 'p1',
      chroots: [CHROOT],
      enable_net: true,
      additional_repos: 'copr://alice/p1 http://r.org/$chroot/?priority=4',
    };
    await stack.ask('POST', '/api_3/project/add/alice', alice, {
      ...form,
      additional_repos: 'http://r.org/$chroot/?priority=4',
    });
    const fields = { ownername: 'alice', projectname: 'p1', chroots: [CHROOT], timeout: 600 };
    const { json } = await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(fields));
    id = Number(json['id']);
    task = `${id}-${CHROOT}`;
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  function bearer(attempt: number, more: { task?: string; expiry?: number } = {}): string {
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const payload = { task, attempt, use: 'builder' as const, expiry, bytes: 1, results: 'x', ...more };
    return `Bearer ${signToken(payload, stack.privateKey)}`;
  }
  const fetchTask = (auth?: string) => stack.ask('GET', `/backend/get-build-task/${task}/`, auth);
  const chroot = async () => (await stack.ask('GET', `/api_3/build-chroot?build_id=${id}&chrootname=${CHROOT}`)).json;

  it('are for everybody, with public addresses', async () => {
    await news().imported();
    const { json, headers } = await fetchTask();
    expect(headers.get('copr-fe-be-api-version')).to.equal('9');
    expect(rpmDefinition.parse(json)).to.deep.equal(json);
    expect(json).to.deep.include({
      task_id: task,
      build_id: id,
      git_hash: 'b'.repeat(40),
      timeout: 600,
      enable_net: true,
    });
    expect(json['git_repo']).to.equal('http://localhost:5001/git/alice/p1/hello');
    expect(json['repos']).to.deep.equal([
      {
        id: 'copr_base',
        name: 'Copr repository',
        baseurl: `http://localhost:5002/results/alice/p1/${CHROOT}/`,
        priority: null,
        repo_gpgcheck: false,
      },
      {
        id: 'http_r_org_chroot_priority_4',
        name: 'Additional repo http_r_org_chroot_priority_4',
        baseurl: `http://r.org/${CHROOT}/`,
        priority: 4,
      },
    ]);
    const kopr = json['kopr'] as { archive_url: string; intake_url: string; macros: object };
    expect(kopr.archive_url).to.equal(`http://localhost:5001/archive/alice/p1/hello/${'b'.repeat(40)}.tar`);
    expect(kopr.macros).to.deep.include({
      copr_username: 'alice',
      vendor: 'Kopr - user alice',
      buildtag: `.copr${id}`,
    });
  });

  it('do not change when the project does', async () => {
    await news().imported();
    const before = (await fetchTask()).json;
    await stack.deps.db.query('UPDATE projects SET enable_net = FALSE, repo_priority = 7');
    expect((await fetchTask()).json).to.deep.equal(before);
  });

  it('name addresses inside to a builder, and start its attempt', async () => {
    await news().imported();
    const { status, json } = await fetchTask(bearer(1));
    expect(status).to.equal(200);
    expect(json['git_repo']).to.equal('http://dist-git:5001/git/alice/p1/hello');
    expect((json['repos'] as { baseurl: string }[])[0]?.baseurl).to.equal(`http://results/results/alice/p1/${CHROOT}/`);
    expect((json['kopr'] as { intake_url: string }).intake_url).to.equal('http://repo-publisher:5003/intake');
    expect(await chroot()).to.deep.include({ state: 'starting', kopr_attempt: 1 });
    await news().started(CHROOT, 1);
    expect((await fetchTask(bearer(1))).status).to.equal(200);
  });

  it('are refused to an attempt that is not current', async () => {
    await news().imported();
    await news().assigned(CHROOT, 2);
    const { status, json } = await fetchTask(bearer(1));
    expect(status).to.equal(409);
    expect(json['msg']).to.equal(`Attempt 1 of ${task} is not current: attempt 2 was made since`);
    await news().finished(CHROOT, 2);
    expect((await fetchTask(bearer(2))).json['msg']).to.include('another run was accepted');
    expect((await fetchTask(bearer(3))).status).to.equal(409);
  });

  it('are refused to tokens for another task, expired ones and forged ones', async () => {
    await news().imported();
    expect((await fetchTask(bearer(1, { task: '1-other-1-x86_64' }))).status).to.equal(403);
    expect((await fetchTask(bearer(1, { expiry: 1 }))).status).to.equal(401);
    expect((await fetchTask(`${bearer(1).slice(0, -4)}AAAA`)).status).to.equal(401);
  });

  it('are refused once the build was canceled', async () => {
    await news().imported();
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, await stack.user('alice'));
    expect((await fetchTask(bearer(1))).json['msg']).to.include('the task is canceled');
    expect((await fetchTask()).status).to.equal(200);
  });

  it('can be looked at before the import', async () => {
    const { status, json } = await fetchTask();
    expect(status).to.equal(200);
    expect(json).to.deep.include({ git_hash: null, package_version: null });
  });

  it('say that there is no such task', async () => {
    for (const path of ['1-fedora-41-x86_64', '99999-fedora-42-x86_64', `${id}-zz`, 'abc']) {
      const { status, json } = await stack.ask('GET', `/backend/get-build-task/${path}`);
      expect([status, Object.keys(json)], path).to.deep.equal([404, ['msg']]);
    }
    expect((await stack.ask('GET', '/backend/get-srpm-build-task/abc/')).status).to.equal(404);
  });

  it('of sources are Copr’s', async () => {
    const { json } = await stack.ask('GET', `/backend/get-srpm-build-task/${id}/`);
    expect(json).to.deep.include({
      task_id: String(id),
      source_type: 2,
      sandbox: 'alice/p1--alice',
      chroot: null,
      repos: [],
    });
    expect(json['distributions_in_build']).to.deep.equal(['fedora-42']);
    const source = JSON.parse(String(json['source_json'])) as { url: string; pkg: string };
    expect(source.pkg).to.equal('hello-1.0-1.src.rpm');
    expect(source.url).to.match(/^http:\/\/localhost:5000\/tmp\//);
  });
});
