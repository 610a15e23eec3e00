import { expect } from 'chai';
import { editHookSettings } from '../../src/verbs/edit-hook-settings.js';
import { openStack, type Stack } from '../stack.js';
import { hookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

describe('a custom webhook', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house() {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('cust', { script: 'true', webhook_rebuild: false }, 'custom');
    const { webhookSecret } = await made.project();
    const secret = webhookSecret ?? '';
    const send = (body: BodyInit = '', headers: Record<string, string> = {}, name = 'cust/') =>
      made.post(`custom/${made.projectId}/${secret}/${name}`, body, headers);
    return { ...made, secret, send };
  }

  it('is told the number of its build at once, whether or not webhooks rebuild the package', async () => {
    const { send, builds, deliveries } = await house();
    const { status, text } = await send('{"hello": 1}');
    const [build] = await builds();
    expect([status, text]).to.deep.equal([200, `${build?.id ?? 0}\n`]);
    expect(build).to.deep.include({ submitter: null, is_background: true, state: 'pending' });
    expect((await deliveries())[0]).to.include({ state: 'built', forge: 'custom', event: 'custom hook of cust' });
  });

  it('hands what was sent to the script, byte by byte', async () => {
    const { send, builds, source } = await house();
    const sent = Buffer.from([0, 255, 10, 13, 228]);
    await send(sent);
    const [build] = await builds();
    const made = await source(build?.id ?? 0);
    expect(made).to.include({ script: 'true\n', hook_data: true }).and.not.have.property('url');
    const payload = await fetch(`${stack.url}/tmp/${String(made['tmp'])}/hook_payload`);
    expect(Buffer.from(await payload.arrayBuffer()).equals(sent)).to.equal(true);
    const task = await stack.ask('GET', `/backend/get-srpm-build-task/${build?.id ?? 0}`);
    expect(JSON.parse(String(task.json['source_json']))).to.deep.include({ hook_data: true, tmp: made['tmp'] });
  });

  it('keeps what was sent with its delivery, so the build alone cannot be repeated', async () => {
    const { send, builds, auth } = await house();
    await send('{"hello": 1}');
    const [build] = await builds();
    const { status, json } = await stack.ask('POST', `/api_3/build/resubmit/${build?.id ?? 0}`, auth);
    expect([status, json['error']]).to.deep.equal([
      409,
      `What the webhook sent is not kept with build ${build?.id ?? 0}. Please redeliver it: the project’s webhooks keep it.`,
    ]);
  });

  it('that sends nothing has nothing to hand over', async () => {
    const { send, builds, source } = await house();
    await send();
    const [build] = await builds();
    expect(await source(build?.id ?? 0)).to.not.have.any.keys('tmp', 'hook_data');
  });

  it('builds packages of any source, as they are', async () => {
    const { send, addPackage, builds, source } = await house();
    await addPackage('hello', { committish: 'main', webhook_rebuild: false });
    expect((await send('x', {}, 'hello')).status).to.equal(200);
    const [build] = await builds();
    expect(await source(build?.id ?? 0))
      .to.include({ committish: 'main' })
      .and.not.have.property('tmp');
  });

  it('may name a directory, which comes into being', async () => {
    const { post, owner, name, secret, builds } = await house();
    const dir = `${name}:custom:hook`;
    expect((await post(`custom-dir/${owner}/${dir}/${secret}/cust/`, '{}', {})).status).to.equal(200);
    expect((await builds())[0]?.project_dirname).to.equal(dir);
    const bad = await post(`custom-dir/${owner}/${name}:zz/${secret}/cust/`, '{}', {});
    expect([bad.status, bad.text.split('\n')[0]]).to.deep.equal([400, 'CANT_CREATE_DIRECTORY']);
    const wrong = await post(`custom-dir/${owner}/${dir}/zz/cust/`, '{}', {});
    expect([wrong.status, wrong.text]).to.deep.equal([403, 'BAD_UUID\n']);
    const nowhere = await post(`custom-dir/${owner}/nowhere/${secret}/cust/`, '{}', {});
    expect([nowhere.status, nowhere.text]).to.deep.equal([404, 'PROJECT_NOT_FOUND\n']);
  });

  it('is told what is wrong in Copr’s words', async () => {
    const { send, addPackage, auth, owner, name, projectId, builds } = await house();
    await addPackage('legacy');
    await stack.ask('PUT', '/api_3/package/reset', auth, {
      ownername: owner,
      projectname: name,
      package_name: 'legacy',
    });
    expect(await send('{}', {}, '')).to.deep.equal({ status: 400, text: 'PACKAGE_NAME_REQUIRED\n' });
    expect(await send('{}', {}, 'missing')).to.deep.equal({ status: 404, text: 'PACKAGE_NOT_FOUND\n' });
    expect(await send('{}', { 'x-github-event': 'ping' })).to.deep.equal({ status: 200, text: 'SKIPPED\n' });
    const unset = await send('{}', {}, 'legacy');
    expect([unset.status, unset.text.split('\n')[0]]).to.deep.equal([400, 'BUILD_REQUEST_ERROR']);
    await stack.deps.db.query('UPDATE project_chroots SET enabled = 0 WHERE project_id = ?', [projectId]);
    expect(await send()).to.deep.equal({ status: 400, text: 'NO_ACTIVE_CHROOTS_IN_PROJECT\n' });
    expect(await builds()).to.deep.equal([]);
  });

  it('that is refused leaves a trace with the reason, and nothing secret', async () => {
    const { send, addPackage, auth, owner, name, post, secret, projectId, deliveries } = await house();
    await addPackage('legacy');
    const reset = { ownername: owner, projectname: name, package_name: 'legacy' };
    await stack.ask('PUT', '/api_3/package/reset', auth, reset);
    await send('{}', {}, '');
    await send('{}', {}, 'missing');
    await post(`custom-dir/${owner}/${name}:zz/${secret}/cust/`, '{}', {});
    await send('what was sent', {}, 'legacy');
    await stack.deps.db.query('UPDATE project_chroots SET enabled = 0 WHERE project_id = ?', [projectId]);
    await send();
    const kept = await deliveries();
    expect(kept.map(({ package: of, state }) => [of, state])).to.deep.equal([
      [null, 'refused'],
      ['missing', 'refused'],
      ['cust', 'refused'],
      ['legacy', 'refused'],
      ['cust', 'refused'],
    ]);
    expect(kept.map(({ reason }) => reason?.split(':')[0])).to.deep.equal([
      'PACKAGE_NAME_REQUIRED',
      'PACKAGE_NOT_FOUND',
      'CANT_CREATE_DIRECTORY',
      'Package legacy has no source that it can be built from again.',
      'NO_ACTIVE_CHROOTS_IN_PROJECT',
    ]);
    expect(JSON.stringify(kept)).to.not.include(secret);
    expect(kept[3]).to.include({ bytes: 13 });
  });

  it('of a name that no package can have is told so', async () => {
    const { send, deliveries } = await house();
    const { status, text } = await send('{}', {}, 'x'.repeat(300));
    expect([status, text]).to.deep.equal([404, 'PACKAGE_NOT_FOUND\n']);
    expect(await deliveries()).to.deep.equal([]);
  });

  it('may be signed, and must be where the project demands it', async () => {
    const { send, projectId, deliveries } = await house();
    await editHookSettings(stack.deps, projectId, { signingKey: 'the-signing-key', signedOnly: true });
    const { status, text } = await send('{}');
    expect([status, text.split('\n')[0]]).to.deep.equal([403, 'BAD_SIGNATURE']);
    expect((await deliveries())[0]).to.include({ state: 'refused' });
  });

  it('builds an event once when its sender numbers events, and tells the same build', async () => {
    const { send, builds } = await house();
    const headers = { 'x-github-event': 'push', 'x-github-delivery': 'one' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(JSON.stringify(github.push()), headers)));
    expect(await builds()).to.have.length(1);
    const [build] = await builds();
    expect(answers.map(({ text }) => text)).to.deep.equal(Array.from({ length: 5 }, () => `${build?.id ?? 0}\n`));
  });

  it('is told to come again while somebody else holds the project, and takes no connection that others need', async () => {
    const { send, builds, owner, name } = await house();
    const holder = stack.deps.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT id FROM projects WHERE owner = ? AND name = ? FOR UPDATE', [owner, name]);
    const answers = Promise.all(Array.from({ length: 12 }, () => send('{}')));
    const shown = await Promise.race([
      stack.ask('GET', `/api_3/project?ownername=${owner}&projectname=${name}`).then(({ status }) => status),
      answers.then(() => 'after all of them'),
    ]);
    expect(shown).to.equal(200);
    expect(new Set((await answers).map(({ status, text }) => `${status} ${text.split('\n')[0] ?? ''}`))).to.deep.equal(
      new Set(['503 TRY_AGAIN']),
    );
    await holder.rollbackTransaction();
    await holder.release();
    expect(await builds()).to.deep.equal([]);
    expect((await send('{}')).status).to.equal(200);
  });
});
