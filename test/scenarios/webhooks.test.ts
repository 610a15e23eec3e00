/** Acceptance: what forges and scripts tell by webhooks, through to a published package. */
import { expect } from 'chai';
import { freshName, packager, type Packager } from '../kit/client.js';
import { serveGit, type GitServer } from '../kit/git-server.js';
import { buildOf, hooksOf, pushed, type Telling } from '../kit/hooks.js';
import { packagesAt } from '../kit/repository.js';
import { madeBySrpmMakefile, sourceOf, textSpec } from '../kit/sources.js';
import { CHROOT } from '../kit/stack.js';

describe('a webhook', function () {
  this.timeout(600_000);
  let hana: Packager;
  let server: GitServer;
  let hooks: Awaited<ReturnType<typeof hooksOf>>;

  before(async () => {
    hana = await packager('hana');
    await hana.project('hooked');
    server = await serveGit();
    hooks = await hooksOf(hana, 'hooked');
  });
  after(() => server.close());

  async function published(dirname: string, name: string): Promise<boolean> {
    const paths = (await packagesAt(`hana/${dirname}/${CHROOT}`)) ?? [];
    return paths.some((path) => path.includes(`/${name}-`) && path.endsWith('.rpm'));
  }

  const pull = (action: string, url: string, head: { url: string; commit: string }): Telling => ({
    forge: 'github',
    event: 'pull_request',
    payload: {
      action,
      number: 12,
      repository: { clone_url: url },
      pull_request: { base: { ref: 'main' }, head: { sha: head.commit, repo: { clone_url: head.url } } },
    },
  });

  it('of a push builds just the commit that was pushed, though the branch has moved on', async () => {
    const name = freshName('pushed');
    const repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name));
    await hooks.add(name, repository.url);
    const commit = await repository.push({ 'a.txt': 'told of\n' });
    await repository.push({ 'a.txt': 'not told of yet\n' });
    const build = buildOf(await hooks.tell(pushed(repository.url, commit)));
    const end = await hana.ended(build);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect((await sourceOf(hana, build)).pin.commit).to.equal(commit);
    expect(await published('hooked', name)).to.equal(true);
  });

  it('of a pull request builds the fork beside the project, and ends the builds of what it was before', async () => {
    const name = freshName('asked');
    const repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name));
    await hooks.add(name, repository.url);
    const fork = await server.repository(`fork-${name}.git`, madeBySrpmMakefile(name, '2'));
    const heads = [await fork.push({ 'a.txt': 'first\n' }), await fork.push({ 'a.txt': 'second\n' })];
    const [older, newer] = heads.map((commit) => ({ url: fork.url, commit }));
    if (!older || !newer) throw new Error('two commits are needed');
    const first = buildOf(await hooks.tell(pull('opened', repository.url, older)));
    const second = buildOf(await hooks.tell(pull('synchronize', repository.url, newer)));
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
    const answer = await fetch(`${hooks.addressOf('custom')}${name}/`, { method: 'POST', body: 'please release me' });
    const number = await answer.text();
    expect(number).to.match(/^\d+\n$/);
    const end = await hana.ended(Number(number));
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(await published('hooked', name)).to.equal(true);
  });
});
