import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openStack, type Stack } from '../stack.js';
import { hookHouse, type HookHouse } from './hook-house.js';
import * as bitbucket from './payloads/bitbucket.js';
import * as github from './payloads/github.js';

const KEY = 'bitbucket.org/octo/hello';
const SOURCE = JSON.stringify({ clone_url: `https://${KEY}` });

/** A branch with a commit of its own. */
function branchAt(n: number) {
  const made = bitbucket.branch(`b${n}`);
  return { ...made, new: { ...made.new, target: { ...made.new.target, hash: String(n).padStart(40, '1') } } };
}

describe('a push of many branches', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house() {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    const { webhookSecret } = await made.project();
    const send = (changes: object[]) =>
      made.post(`bitbucket/${made.projectId}/${webhookSecret ?? ''}/`, JSON.stringify(bitbucket.push(...changes)), {
        'x-event-key': 'repo:push',
        'x-request-uuid': randomUUID(),
        'content-type': 'application/json',
      });
    return { ...made, send };
  }

  async function addPackages({ projectId }: HookHouse, many: number): Promise<void> {
    const rows = Array.from({ length: many }, (_, n) => [projectId, `p${n}`, new Date(), 'scm', SOURCE, true, KEY]);
    const columns = 'project_id, name, created_at, source_type, source_params, webhook_rebuild, repository';
    await stack.deps.db.query(`INSERT INTO packages (${columns}) VALUES ?`, [rows]);
  }

  it('or of very many files is taken, as large as GitHub sends any, several at a time', async () => {
    const made = await house();
    await made.addPackage('hello');
    const MIB = 1024 ** 2;
    const files = Array.from({ length: 100 }, (_, n) => `packages/group-${n}/${'deep/'.repeat(20)}some-file-${n}`);
    const commits = Array.from({ length: 1900 }, () => github.commit({ modified: files }));
    expect(JSON.stringify(github.push({ commits })).length).to.be.within(23 * MIB, 25 * MIB);
    const sent = Array.from({ length: 4 }, () => made.github({ payload: github.push({ commits }) }));
    expect((await Promise.all(sent)).map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    await made.work();
    expect(await made.builds()).to.have.length(4);
  });

  it('builds each of its commits', async () => {
    const made = await house();
    await addPackages(made, 1);
    await made.send([branchAt(1), branchAt(2)]);
    await made.work();
    expect((await made.deliveries())[0]).to.include({ state: 'built', repeats: null });
    expect(await made.builds()).to.have.length(2);
  });

  it('builds a commit once, and 500 packages at most', async () => {
    const made = await house();
    await addPackages(made, 30);
    await made.send([...Array.from({ length: 40 }, (_, n) => branchAt(n)), { ...branchAt(0), created: true }]);
    await made.work();
    const [row] = await made.deliveries();
    expect(row?.state).to.equal('built');
    const numbers = row?.decisions.flatMap(({ build }) => build ?? []) ?? [];
    expect(new Set(numbers).size).to.equal(500);
    const [{ builds } = { builds: 0 }]: { builds: number }[] = await stack.deps.db.query(
      'SELECT COUNT(*) AS builds FROM builds WHERE project_id = ?',
      [made.projectId],
    );
    expect(builds).to.equal(500);
  });

  it('of a repository that no package comes from says so once', async () => {
    const made = await house();
    await made.addPackage('hello');
    await made.send(Array.from({ length: 1000 }, (_, n) => branchAt(n)));
    await made.work();
    const [row] = await made.deliveries();
    expect([row?.state, row?.reason]).to.deep.equal([
      'nothing',
      `no package of the project comes from https://${KEY}; they come from github.com/octo/hello`,
    ]);
  });
});
