import { randomBytes } from 'node:crypto';
import { readKeyring, statusTokenOf, unseal } from '@kopr/shared/sealed';
import { expect } from 'chai';
import { runCommand } from '../src/commands.js';
import { hookProject, signingKeyOf } from '../src/store/hook-settings.js';
import { sealedSecrets } from '../src/store/package-secrets.js';
import { findStatusToken } from '../src/store/status-tokens.js';
import { belongsTo } from '../src/verbs/package-secret.js';
import { openStack, type Stack } from './stack.js';

const STATUS_TOKEN = 'github_pat_11ABCDEFG0123456789';
const SOURCE_TOKEN = 'token-of-alice-at-the-forge';
const SIGNING_KEY = 'pasted-at-the-forge-by-alice';
const key = (name: string) => `${name} ${randomBytes(32).toString('base64')}\n`;

describe('secrets, when the key that seals them is replaced', () => {
  let stack: Stack;
  let project: number;
  before(async () => {
    stack = await openStack();
    const alice = await stack.user('alice');
    const made = await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p', chroots: ['epel-9-x86_64'] });
    project = Number(made.json['id']);
    const scm = { package_name: 'hello', clone_url: 'https://git.example.org/alice/hello.git' };
    await stack.ask('POST', '/api_3/package/add/alice/p/hello/scm', alice, scm);
    const secret = { kind: 'token', token: SOURCE_TOKEN };
    expect((await stack.ask('PUT', '/api_3/package/secret/alice/p/hello', alice, secret)).status).to.equal(200);
    const signing = { signing_key: SIGNING_KEY };
    expect((await stack.ask('PUT', '/api_3/webhook/settings/alice/p', alice, signing)).status).to.equal(200);
    const token = { token: STATUS_TOKEN };
    expect((await stack.ask('PUT', '/api_3/webhook/status-token/alice/p', alice, token)).status).to.equal(200);
  });
  after(() => stack[Symbol.asyncDispose]());

  const reseal = (sealingKeys: string) =>
    runCommand({ ...stack.deps, config: { ...stack.deps.config, sealingKeys } }, ['secrets', 'reseal']);
  /** What the three secrets are under these keys. */
  async function opened(sealingKeys: string) {
    const keyring = readKeyring(sealingKeys);
    const { manager } = stack.deps.db;
    const [source] = await sealedSecrets(manager);
    const token = await findStatusToken(manager, project);
    const signing = await hookProject(manager, project);
    return [
      unseal(keyring, source?.sealed ?? '', belongsTo({ id: source?.packageId ?? 0 })),
      unseal(keyring, token?.sealed ?? '', statusTokenOf(project, 'github', 'https://github.com')),
      unseal(keyring, signing?.sealedKey ?? '', signingKeyOf(project)),
    ];
  }

  it('are sealed anew, once, and open without the old key', async () => {
    const next = key('k2');
    expect(await reseal(next + stack.deps.config.sealingKeys)).to.deep.include({
      code: 0,
      out: '3 sealed anew with k2\n',
    });
    const [source, token, signing] = await opened(next);
    expect(source?.ok && JSON.parse(source.secret)).to.deep.include({ token: SOURCE_TOKEN });
    expect(token).to.deep.equal({ ok: true, secret: STATUS_TOKEN });
    expect(signing).to.deep.equal({ ok: true, secret: SIGNING_KEY });
    expect((await opened(stack.deps.config.sealingKeys)).map(({ ok }) => ok)).to.deep.equal([false, false, false]);
    expect((await reseal(next)).out).to.equal('0 sealed anew with k2\n');
  });

  it('are left as they are, and named, when no key opens them', async () => {
    const { err, code } = await reseal(key('k3'));
    expect(code).to.equal(1);
    expect(err.split('\n')).to.deep.equal([
      '0 sealed anew with k3',
      'does not open: package 1 source-secret: the key k2 is not in the file of sealing keys',
      `does not open: project ${project} status-token github https://github.com: the key k2 is not in the file of sealing keys`,
      `does not open: project ${project} signing-key: the key k2 is not in the file of sealing keys`,
      '',
    ]);
  });
});
