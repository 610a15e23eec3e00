import { createHash } from 'node:crypto';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { expect } from 'chai';
import { clone, output } from './git.js';
import { makeSrpm, tarball } from './make-srpm.js';
import { writeSrpm } from './rpm-writer.js';
import { requestOf, setStage, type Stage } from './stage.js';

type Imported = Body<'source.imported'>;

describe('the import of an SRPM', () => {
  let stage: Stage;
  let url: string;
  before(async () => {
    stage = await setStage();
    ({ url } = await stage.start());
  });
  after(() => stage[Symbol.asyncDispose]());

  it('puts text into git and archives into the lookaside, on every branch', async () => {
    const answer = await stage.import(1, await makeSrpm({ lines: ['ExclusiveArch: x86_64', 'BuildArch: noarch'] }));
    expect(answer).to.deep.include({ package: 'hello', epoch: null, version: '1.0', release: '1' });
    expect(answer).to.deep.include({
      repository: 'alice/tools/hello',
      limits: { '*': { exclusive: ['x86_64'], exclude: [], build: ['noarch'] } },
    });
    const dir = await clone(`${url}/git/alice/tools/hello`);
    expect((await readdir(dir)).sort()).to.deep.equal(['.git', 'fix.patch', 'hello.spec', 'sources']);
    const { commits } = answer as Imported;
    expect(await output(dir, 'git', 'rev-parse', 'HEAD', 'origin/f41', 'origin/f42')).to.equal(
      [commits['f41'], commits['f41'], commits['f42']].join('\n'),
    );
    expect(await output(dir, 'git', 'log', '-1', '--format=%s|%an|%ae')).to.equal(
      'automatic import of hello|Kopr dist-git|dist-git@localhost',
    );
    const sha512 = createHash('sha512')
      .update(await tarball())
      .digest('hex');
    expect(await readFile(join(dir, 'sources'), 'utf8')).to.equal(`SHA512 (hello-1.0.tar.gz) = ${sha512}\n`);
    expect(await output(dir, 'git', 'fsck', '--strict')).to.equal('');
  });

  it('tells the packager in a log what it does', async () => {
    const log = await fetch(`${url}/import-logs/1.log`);
    expect(log.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    const text = await log.text();
    expect(text).to.match(/Downloading the uploaded file hello-1.0-1.src.rpm\n/);
    expect(text).to.match(/Package hello, version 1.0-1, 3 files\n.*Archive hello-1.0.tar.gz .*\n(.*Branch .*\n){2}/);
    // The address of an upload is a secret of whoever uploaded it.
    expect(text).to.not.contain('random');
  });

  it('makes no new commit for the same content', async () => {
    const [first, again] = [await stage.answer(1), await stage.import(2, await makeSrpm())];
    const other = (await stage.import(3, await makeSrpm())) as Imported;
    expect((again as Imported).commits).to.not.deep.equal((first as Imported).commits);
    expect(other.commits).to.deep.equal((again as Imported).commits);
  });

  it('adds a commit for each version, and branches that come later join', async () => {
    const second = (await stage.import(4, await makeSrpm({ version: '2.0' }), {
      branches: ['f42', 'f43'],
    })) as Imported;
    const dir = await clone(`${url}/git/alice/tools/hello.git`, '--branch', 'f43');
    expect(await output(dir, 'git', 'rev-list', '--count', 'HEAD')).to.equal('3');
    expect(second.commits['f42']).to.equal(second.commits['f43']);
    expect(await output(dir, 'git', 'show', 'HEAD:hello.spec')).to.contain('Version: 2.0');
    expect(await output(dir, 'git', 'rev-list', '--count', 'origin/f41')).to.equal('2');
  });

  it('keeps one copy of an archive for all packages', async () => {
    const sources = { 'hello-1.0.tar.gz': await tarball() };
    await stage.import(5, await makeSrpm({ name: 'other', sources }));
    const blobs = await readdir(join(stage.dataDir, 'blobs'), { recursive: true, withFileTypes: true });
    expect(blobs.filter((one) => one.isFile())).to.have.length(1);
  });

  const PAYLOADS = ['w6.gzdio', 'w9.xzdio', 'w19.zstdio', 'w22.zstdio', 'w9.bzdio', 'w9.lzdio'];
  for (const [index, payload] of PAYLOADS.entries()) {
    it(`reads a payload compressed as ${payload}`, async () => {
      const build = 100 + index;
      const answer = await stage.import(build, await makeSrpm({ name: `packed${build}`, payload }));
      expect(answer).to.include({ package: `packed${build}` });
    });
  }

  it('keeps scripts executable, and odd names as they are', async () => {
    const sources = { 'run me "now".sh': '#!/bin/sh\n', 'ü+~^.patch': 'x', '.bashrc': 'x' };
    const files = Object.entries(sources).map(([name, content]) => ({ name, content, mode: 0o100755 }));
    const srpm = writeSrpm({ name: 'odd', files: [...files, { name: 'odd.spec', content: 'Name: odd\n' }] });
    expect(await stage.import(200, srpm)).to.include({ package: 'odd' });
    const dir = await clone(`${url}/git/alice/tools/odd`);
    expect((await readdir(dir)).sort()).to.include.members(Object.keys(sources));
    expect(await output(dir, 'git', 'ls-files', '-s', 'run me "now".sh')).to.match(/^100755/);
  });

  it('leaves nothing behind but what is served', async () => {
    for (const dir of ['work', 'spool']) expect(await readdir(join(stage.dataDir, dir)), dir).to.deep.equal([]);
    await access(join(stage.dataDir, 'git/alice/tools/hello.git'));
  });

  it('says so again when it is asked again, and once for one message', async () => {
    const { web } = stage;
    const srpm = await makeSrpm();
    web.has.set('/again', srpm);
    const envelope = await stage.say('source.requested', requestOf(300, `${web.url}/again`, srpm));
    await stage.answer(300);
    await stage.repeat(envelope);
    await stage.say('source.requested', requestOf(300, `${web.url}/again`, srpm));
    await stage.import(301, srpm);
    const about300 = stage.heard.filter(({ build }) => build === 300);
    expect(about300).to.have.length(2);
    expect(about300[1]).to.deep.equal(about300[0]);
    expect(web.asked.filter((path) => path === '/again')).to.have.length(1);
  });
});
