/** Acceptance: what forges and scripts tell by webhooks, through to a published package. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { freshName, packager, type Build, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { packagesAt } from '../kit/repository.js';
import { madeBySrpmMakefile, sourceOf, textSpec } from '../kit/sources.js';
import { CHROOT, FRONTEND, until } from '../kit/stack.js';

/** A delivery as the API has it. */
interface Delivery {
  readonly state: string;
  readonly reason: string | null;
  readonly decisions: readonly { readonly build: number | null; readonly why: string }[];
}

describe('a webhook', function () {
  this.timeout(600_000);
  let hana: Packager;
  let server: GitServer;
  let addresses: Record<string, string>;

  before(async () => {
    hana = await packager('hana');
    await hana.project('hooked');
    server = await serveGit();
    ({ addresses } = await hana.api<{ addresses: Record<string, string> }>('/webhook/settings/hana/hooked'));
  });
  after(() => server.close());

  /** A package that webhooks rebuild. */
  async function added(name: string, url: string): Promise<void> {
    const source = { clone_url: url, source_build_method: 'make_srpm', committish: 'main' };
    const body = { package_name: name, webhook_rebuild: true, ...source };
    const { error } = await hana.send<Build>('POST', `/package/add/hana/hooked/${name}/scm`, body);
    expect(error).to.equal(undefined);
  }

  /** Sends what GitHub would; waits until it was worked off. */
  async function told(event: string, payload: object): Promise<Delivery> {
    const headers = { 'content-type': 'application/json', 'x-github-event': event, 'x-github-delivery': randomUUID() };
    const body = JSON.stringify(payload);
    const path = new URL(addresses['github'] ?? '').pathname;
    const answer = await fetch(FRONTEND + path, { method: 'POST', headers, body });
    const id = /webhooks\/(\d+)\/$/.exec(await answer.text())?.[1] ?? 'none';
    expect(answer.status).to.equal(200);
    return until(`delivery ${id} is worked off`, 60_000, async () => {
      const delivery = await hana.api<Delivery & Record<string, unknown>>(`/webhook/delivery/hana/hooked/${id}`);
      return delivery.state !== 'waiting' && delivery;
    });
  }

  const buildOf = ({ decisions, reason }: Delivery): number => {
    const [only] = decisions;
    if (only?.build == null) throw new Error(`nothing was built: ${only?.why ?? reason ?? ''}`);
    return only.build;
  };

  async function published(dirname: string, name: string): Promise<boolean> {
    const paths = (await packagesAt(`hana/${dirname}/${CHROOT}`)) ?? [];
    return paths.some((path) => path.includes(`/${name}-`) && path.endsWith('.rpm'));
  }

  const push = (url: string, commit: string) => ({
    ref: 'refs/heads/main',
    after: commit,
    commits: [{ added: [], modified: ['a.txt'], removed: [] }],
    repository: { clone_url: url },
    sender: { url: 'https://api.github.com/users/mona' },
  });

  const pull = (action: string, url: string, head: { url: string; commit: string }) => ({
    action,
    number: 12,
    repository: { clone_url: url },
    pull_request: { base: { ref: 'main' }, head: { sha: head.commit, repo: { clone_url: head.url } } },
  });

  it('of a push builds just the commit that was pushed, though the branch has moved on', async () => {
    const name = freshName('pushed');
    const repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name));
    await added(name, repository.url);
    const commit = await repository.push({ 'a.txt': 'told of\n' });
    await repository.push({ 'a.txt': 'not told of yet\n' });
    const build = buildOf(await told('push', push(repository.url, commit)));
    const end = await hana.ended(build);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect((await sourceOf(hana, build)).pin.commit).to.equal(commit);
    expect(await published('hooked', name)).to.equal(true);
  });

  it('of a pull request builds the fork beside the project, and ends the builds of what it was before', async () => {
    const name = freshName('asked');
    const repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name));
    await added(name, repository.url);
    const fork = await server.repository(`fork-${name}.git`, madeBySrpmMakefile(name, '2'));
    const heads = [await fork.push({ 'a.txt': 'first\n' }), await fork.push({ 'a.txt': 'second\n' })];
    const [older, newer] = heads.map((commit) => ({ url: fork.url, commit }));
    if (!older || !newer) throw new Error('two commits are needed');
    const first = buildOf(await told('pull_request', pull('opened', repository.url, older)));
    const second = buildOf(await told('pull_request', pull('synchronize', repository.url, newer)));
    expect((await hana.ended(first)).state).to.equal('canceled');
    const end = await hana.ended(second);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(end).to.include({ project_dirname: 'hooked:pr:12' });
    expect((await sourceOf(hana, second)).pin.commit).to.equal(newer.commit);
    expect(await published('hooked:pr:12', name)).to.equal(true);
    expect(await published('hooked', name), 'the project itself').to.equal(false);
  });

  it('of a script hands what it sent to the package’s own script', async () => {
    const name = freshName('scripted');
    const script = [
      '#!/bin/bash -ex',
      `cp hook_payload ${name}.txt`,
      `grep -q "release me" ${name}.txt`,
      `cat >${name}.spec <<'SPEC'\n${textSpec(name)}\nSPEC`,
    ];
    const body = { package_name: name, script: script.join('\n'), script_chroot: CHROOT };
    await hana.send('POST', `/package/add/hana/hooked/${name}/custom`, body);
    const path = `${new URL(addresses['custom'] ?? '').pathname}${name}/`;
    const answer = await fetch(FRONTEND + path, { method: 'POST', body: 'please release me' });
    const number = await answer.text();
    expect(number).to.match(/^\d+\n$/);
    const end = await hana.ended(Number(number));
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(await published('hooked', name)).to.equal(true);
  });
});
