import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { flush, frame } from '../../src/domain/push/pkt-line.js';
import { clone, output } from '../git.js';
import { makeSrpm } from '../make-srpm.js';
import { PROJECT, requestOf, setStage, type Stage } from '../stage.js';
import { addressOf, commitFiles, newCheckout, push } from './packager.js';
import { accessOf, basicAuth, tellOfPeople } from './people.js';

const NAME = { owner: 'alice', dirname: 'tools', package: 'hello' };

/** Somebody else's push that does not end by itself. */
const held = () =>
  `INSERT INTO pushes (repository, project_id, owner, dirname, package, pusher, trace, claim, due_at, created_at)
   VALUES ('alice/tools/hello', 7, 'alice', 'tools', 'hello', 'bob', '${'0'.repeat(55)}', '${'0'.repeat(36)}',
           UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, UTC_TIMESTAMP(3))`;

describe('a push', () => {
  let stage: Stage;
  let url: string;
  let repository: string;
  beforeEach(async () => {
    stage = await setStage({ KOPR_MAX_PUSH_BYTES: '200000', KOPR_MAX_REPOSITORY_BYTES: '500000' });
    ({ url } = await stage.start());
    await tellOfPeople(stage);
    repository = stage.means.layout.repository(NAME);
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const to = (user = 'alice', ...rest: string[]) => addressOf(url, user, ...rest);
  const news = () => stage.said('git.pushed');
  const inside = (...args: string[]) => output(repository, 'git', ...args);

  it('makes a package’s repository, can be cloned by anybody, and is news', async () => {
    const dir = await newCheckout('f42');
    expect(await push(dir, to(), 'f42')).to.include({ ok: true });
    const commit = await output(dir, 'git', 'rev-parse', 'HEAD');
    const fresh = await clone(`${url}/git/alice/tools/hello`);
    expect((await readdir(fresh)).sort()).to.deep.equal(['.git', 'README', 'hello.spec']);
    expect(await news()).to.deep.equal([
      {
        project: PROJECT,
        package: 'hello',
        repository: 'alice/tools/hello',
        branch: 'f42',
        commit,
        before: null,
        pusher: 'alice',
      },
    ]);
    expect(await stage.db.query('SELECT 1 FROM pushes')).to.deep.equal([]);
  });

  it('goes on from an import, by whoever may build there, one pack at a time', async () => {
    const imported = await stage.import(1, await makeSrpm());
    const dir = await clone(`${url}/git/alice/tools/hello.git`);
    const commit = await commitFiles(dir, { README: 'by bob\n' });
    expect(await push(dir, `${to('bob')}.git`, 'HEAD:f42', 'HEAD:feature/x')).to.include({ ok: true });
    const before = (imported as { commits: Record<string, string> }).commits['f42'];
    expect((await news()).map(({ branch, before, pusher }) => ({ branch, before, pusher }))).to.deep.equal([
      { branch: 'f42', before, pusher: 'bob' },
      { branch: 'feature/x', before: null, pusher: 'bob' },
    ]);
    expect(await inside('rev-parse', 'f42')).to.equal(commit);
    expect(await inside('for-each-ref', 'refs/kopr')).to.equal('');
    const files = await readdir(join(repository, 'objects'), { recursive: true });
    expect(files.filter((file) => file.endsWith('.pack'))).to.have.length(2);
    expect(files.filter((file) => /^[0-9a-f]{2}\//.test(file))).to.deep.equal([]);
  });

  it('is refused to strangers, to wrong tokens and to nobody, and leaves nothing', async () => {
    const dir = await newCheckout('f42');
    const stranger = await push(dir, to('eve'), 'f42');
    expect(stranger).to.include({ ok: false });
    expect(stranger.said).to.match(/403/).and.to.contain('eve may not push to alice/tools');
    expect((await push(dir, to('alice', 'alice/tools/hello', 'wrong'), 'f42')).said).to.match(/Authentication failed/);
    expect((await push(dir, `${url}/git/alice/tools/hello`, 'f42')).said).to.match(/could not read Username/);
    expect((await push(dir, to('alice', 'alice/nothing/hello'), 'f42')).said).to.match(/not found/);
    expect((await push(dir, to('alice', 'alice/tools/.hello'), 'f42')).said).to.match(/not found/);
    expect(existsSync(repository)).to.equal(false);
  });

  it('is refused five seconds after its token was revoked at the latest, and when that has expired', async () => {
    const dir = await newCheckout('f42');
    const [token] = accessOf('alice').tokens;
    const expired = { ...token!, expiresAt: '2026-01-01T00:00:00Z' };
    const at = Date.now();
    await stage.say('access.changed', accessOf('alice', { revision: 2, tokens: [expired] }));
    await eventually(async () => /Authentication failed/.test((await push(dir, to(), 'f42')).said), {
      what: 'the token counts no more',
    });
    expect(Date.now() - at).to.be.below(5000);
  });

  it('is refused in words when it is too large, or when the repository is', async () => {
    const dir = await newCheckout('f42', { big: randomBytes(300_000) });
    const large = await push(dir, to(), 'f42');
    expect(large).to.include({ ok: false });
    expect(large.said).to.match(/pack exceeds maximum allowed size/);
    expect(existsSync(repository)).to.equal(false);
    const many = await newCheckout('f42', { a: randomBytes(190_000) });
    for (const name of ['b', 'c']) {
      expect(await push(many, to(), 'f42')).to.include({ ok: true });
      await commitFiles(many, { [name]: randomBytes(190_000) });
    }
    expect((await push(many, to(), 'f42')).said).to.match(/pack exceeds maximum allowed size/);
    expect(await news()).to.have.length(2);
  });

  it('is refused when an object is not sound', async () => {
    const dir = await newCheckout('f42');
    const bad = `tree ${await output(dir, 'git', 'rev-parse', 'HEAD^{tree}')}\nauthor nobody\ncommitter x <x> 1 +0000\n\nbad\n`;
    const hash = await output(
      dir,
      'sh',
      '-c',
      `printf '%s' "$0" | git hash-object -t commit -w --literally --stdin`,
      bad,
    );
    const refused = await push(dir, to(), `${hash}:refs/heads/f42`);
    expect(refused).to.include({ ok: false });
    expect(refused.said).to.match(/fsck error/);
    expect(existsSync(repository)).to.equal(false);
  });

  it('touches no ref but branches and tags with plain names, and does nothing by halves', async () => {
    const dir = await newCheckout('f42');
    const hidden = await push(dir, to(), 'f42', 'HEAD:refs/kopr/kept/x');
    expect(hidden.said).to.match(/refs\/kopr\/kept\/x.*only branches and tags are kept here/);
    expect(hidden.said).to.match(/f42.*another ref was refused/);
    expect((await push(dir, to(), 'HEAD:refs/heads/ü')).said).to.match(/such a name cannot be kept/);
    expect(existsSync(repository)).to.equal(false);
    expect(await push(dir, to(), 'f42', 'HEAD:refs/tags/v1')).to.include({ ok: true });
    expect((await news()).map(({ branch }) => branch)).to.deep.equal(['f42']);
  });

  it('that loses commits keeps them for the builds that were queued with them', async () => {
    const imported = await stage.import(1, await makeSrpm());
    const { f42 } = (imported as { commits: Record<string, string> }).commits;
    const dir = await newCheckout('f42');
    expect((await push(dir, to(), 'f42')).said).to.match(/fetch first|non-fast-forward/);
    expect(await push(dir, '--force', to(), 'f42', 'f42:f41')).to.include({ ok: true });
    expect(await inside('for-each-ref', '--format=%(refname)')).to.match(
      new RegExp(`^refs/kopr/kept/20..-..-../${f42}$`, 'm'),
    );
    await inside('gc', '-q', '--prune=now');
    const archive = await fetch(`${url}/archive/alice/tools/hello/${f42}.tar`);
    expect(archive.status).to.equal(200);
    expect((await output(dir, 'git', 'ls-remote', to())).split('\n')).to.have.length(3);
    await output(dir, 'git', 'fetch', '-q', to(), f42!);
  });

  it('deletes branches, but none that builds are imported into', async () => {
    await stage.import(1, await makeSrpm());
    const dir = await newCheckout('feature');
    expect(await push(dir, to(), 'feature')).to.include({ ok: true });
    const commit = await output(dir, 'git', 'rev-parse', 'HEAD');
    expect((await push(dir, to(), ':f41')).said).to.match(/it cannot be deleted/);
    expect(await push(dir, to(), ':feature')).to.include({ ok: true });
    expect(await inside('for-each-ref', '--format=%(refname)')).to.match(
      new RegExp(`^refs/heads/f41\nrefs/heads/f42\nrefs/kopr/kept/20..-..-../${commit}$`),
    );
    expect(await news()).to.have.length(1);
  });

  it('is not lost to an import, which goes on top of it', async () => {
    const first = await newCheckout('f42');
    expect(await push(first, to(), 'f42')).to.include({ ok: true });
    await stage.import(1, await makeSrpm());
    expect(await inside('rev-list', '--count', 'f42')).to.equal('2');
    expect(await inside('show', 'f42~1:README')).to.equal('mine');
    const log = await (await fetch(`${url}/import-logs/1.log`)).text();
    expect(log).to.match(/Branch f42: [0-9a-f]{40}, which was pushed, stays in its history/);
  });

  it('is refused in words while the disk is nearly full', async () => {
    const { url: full } = await stage.start({ KOPR_MIN_FREE_BYTES: '1000000000000000' });
    const refused = await push(await newCheckout('f42'), addressOf(full, 'alice'), 'f42');
    expect(refused.said).to.contain('the disk of dist-git is nearly full; push again later');
  });

  it('waits until an import lets go of the package, and an import until a push does', async () => {
    await stage.import(1, await makeSrpm());
    await stage.db.query("UPDATE imports SET holds = 'alice/tools/hello'");
    const dir = await clone(`${url}/git/alice/tools/hello`);
    await commitFiles(dir, { README: 'mine' });
    const pushed = push(dir, to(), 'HEAD:f42');
    await stage.db.query('UPDATE imports SET holds = NULL WHERE SLEEP(0.5) = 0');
    expect(await pushed).to.include({ ok: true });
    await stage.db.query(held());
    const srpm = await makeSrpm({ version: '2.0' });
    stage.web.has.set('/x', srpm);
    await stage.say('source.requested', requestOf(2, `${stage.web.url}/x`, srpm));
    await eventually(
      async () => (await stage.db.query<unknown[]>('SELECT 1 FROM imports WHERE blocked_on IS NOT NULL')).length === 1,
      { what: 'the import waits' },
    );
    await stage.db.query('DELETE FROM pushes');
    expect(await stage.answer(2)).to.include({ version: '2.0' });
    expect(await inside('rev-list', '--count', 'f42')).to.equal('3');
  });

  it('says so when another holds the package for long', async () => {
    await stage.db.query(held());
    const dir = await newCheckout('f42');
    const busy = await push(dir, to(), 'f42');
    expect(busy.said).to.match(/503/).and.to.contain('push again in a moment');
  });

  it('may come packed by gzip; what is no push is refused', async () => {
    const dir = await newCheckout('f42');
    const commit = await output(dir, 'git', 'rev-parse', 'HEAD');
    await output(dir, 'sh', '-c', 'git rev-list --objects HEAD | git pack-objects -q --stdout >../push.pack');
    const words = `${'0'.repeat(40)} ${commit} refs/heads/f42\0report-status`;
    const body = Buffer.concat([frame(words), flush, await readFile(join(dir, '../push.pack'))]);
    const post = (content: Buffer, headers: Record<string, string> = {}) =>
      fetch(`${url}/git/alice/tools/hello/git-receive-pack`, {
        method: 'POST',
        headers: { authorization: basicAuth('alice'), ...headers },
        body: new Uint8Array(content),
      });
    expect((await post(Buffer.from('hello'))).status).to.equal(400);
    expect((await post(Buffer.from('hello'), { 'content-encoding': 'gzip' })).status).to.equal(400);
    const pushed = await post(gzipSync(body), { 'content-encoding': 'gzip' });
    expect([pushed.status, await pushed.text()]).to.deep.equal([200, '000eunpack ok\n0016ok refs/heads/f42\n0000']);
    expect(await inside('rev-parse', 'f42')).to.equal(commit);
  });
});
