import { PassThrough } from 'node:stream';
import { createLog } from '@kopr/shared/log';
import { readKeyring, seal } from '@kopr/shared/sealed';
import { expect } from 'chai';
import { openStore } from '../../src/store/database.js';
import { changeHookSettings, signingKeyOf } from '../../src/store/hook-settings.js';
import { openStack, type Stack } from '../stack.js';
import { hookHouse, type HookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

const KEY = 'pasted-by-alice-at-her-forge';
const GONE = readKeyring(`gone ${Buffer.alloc(32, 7).toString('base64')}`);

describe('the key that deliveries are signed with', () => {
  let stack: Stack;
  let count = 0;
  const lines = new PassThrough();
  before(async () => (stack = await openStack({}, createLog('frontend', 'error', lines))));
  after(() => stack[Symbol.asyncDispose]());

  const house = (): Promise<HookHouse> => hookHouse(stack, `p${++count}`, `owner${count}`);
  const push = ({ github: send }: HookHouse, key?: string) =>
    send({ payload: github.push(), ...(key === undefined ? {} : { key }) });
  const statusOf = async (made: HookHouse, key?: string) => (await push(made, key)).status;

  /** What of the database holds the key. */
  async function tablesWith(text: string): Promise<string[]> {
    const tables: Record<string, string>[] = await stack.deps.db.query('SHOW TABLES');
    const found: string[] = [];
    for (const table of tables.flatMap((row) => Object.values(row))) {
      const rows: unknown = await stack.deps.db.query(`SELECT * FROM \`${table}\``);
      if (JSON.stringify(rows).includes(text)) found.push(table);
    }
    return found;
  }

  it('is found nowhere in the database, and in no answer, and deliveries are held against it', async () => {
    const made = await house();
    const path = `/api_3/webhook/settings/${made.owner}/${made.name}`;
    const { json, text } = await stack.ask('PUT', path, made.auth, { signing_key: KEY, signed_only: true });
    expect(json).to.include({ has_signing_key: true });
    expect([await statusOf(made, KEY), await statusOf(made, 'another'), await statusOf(made)]).to.deep.equal([
      200, 403, 403,
    ]);
    expect(text + (await stack.ask('GET', path, made.auth)).text)
      .to.not.include(KEY)
      .and.not.include('sealed.');
    expect(await tablesWith(KEY)).to.deep.equal([]);
  });

  it('is sealed when it is from before keys were, once, and goes on fitting', async () => {
    const { db, config, log } = stack.deps;
    const [made, none] = [await house(), await house()];
    await db.query("DELETE FROM migrations WHERE name = 'SealedSigningKeys1764000000017'");
    await db.query('DELETE FROM hook_settings');
    await db.query('ALTER TABLE hook_settings MODIFY signing_key VARCHAR(255) NULL');
    const old = [made, none].map(({ projectId }, at) => [projectId, at === 0 ? KEY : null, false]);
    await db.query('INSERT INTO hook_settings VALUES ?', [old]);
    expect(await tablesWith(KEY)).to.deep.equal(['hook_settings']);
    for (let start = 0; start < 2; start++)
      await (await openStore(config.databaseUrl, readKeyring(config.sealingKeys), log)).destroy();
    expect(await tablesWith(KEY)).to.deep.equal([]);
    expect([await statusOf(made, KEY), await statusOf(made, 'another')]).to.deep.equal([200, 403]);
    expect((await none.project()).sealedKey).to.equal(null);
  });

  it('lets nothing in that is signed once nobody can open it, and says so to owner and operator', async () => {
    const made = await house();
    const { projectId, post, deliveries } = made;
    const { webhookSecret } = await made.project();
    await made.addPackage('hello', { script: 'true' }, 'custom');
    await changeHookSettings(stack.deps.db.manager, projectId, { sealedKey: seal(GONE, KEY, signingKeyOf(projectId)) });
    const refused = await push(made, KEY);
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include('the project’s key cannot be opened any more: please set it again');
    expect(await statusOf(made, webhookSecret ?? ''), 'the secret of the address is no key in its place').to.equal(403);
    const custom = await post(`custom/${projectId}/${webhookSecret ?? ''}/hello/`, '{}', {
      'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
    });
    expect(custom.status).to.equal(403);
    expect(await statusOf(made), 'what needs no signature').to.equal(200);
    expect((await deliveries()).map(({ state, reason }) => [state, reason?.slice(0, 40) ?? null])).to.deep.equal([
      ...Array.from({ length: 3 }, () => ['refused', 'the project’s key cannot be opened any m']),
      ['waiting', null],
    ]);
    const [line] = String(lines.read()).split('\n');
    expect(JSON.parse(line ?? '')).to.include({
      message: 'the signing key of a project cannot be opened',
      project: projectId,
      reason: 'the key gone is not in the file of sealing keys',
    });
    await stack.ask('PUT', `/api_3/webhook/settings/${made.owner}/${made.name}`, made.auth, { signing_key: KEY });
    expect(await statusOf(made, KEY)).to.equal(200);
  });

  it('goes with its project', async () => {
    const made = await house();
    const { owner, name, auth, projectId } = made;
    await stack.ask('PUT', `/api_3/webhook/settings/${owner}/${name}`, auth, { signing_key: KEY });
    expect((await stack.ask('DELETE', `/api_3/project/delete/${owner}/${name}`, auth)).status).to.equal(200);
    const rows: unknown[] = await stack.deps.db.query('SELECT * FROM hook_settings WHERE project_id = ?', [projectId]);
    expect(rows).to.deep.equal([]);
  });
});
