import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { TAG } from '../src/rpm/tags.js';
import { makeSrpm } from './make-srpm.js';
import type { WrittenFile } from './cpio-writer.js';
import { writeSrpm } from './rpm-writer.js';
import { PROJECT, requestOf, setStage, type Stage } from './stage.js';

type Failed = Body<'source.failed'>;

const spec: WrittenFile = { name: 'hello.spec', content: 'Name: hello\n' };

describe('a source that cannot be imported', () => {
  let stage: Stage;
  let url: string;
  let build = 0;
  before(async () => {
    stage = await setStage({
      KOPR_MAX_SRPM_BYTES: '100000',
      KOPR_MAX_UNPACKED_BYTES: '200000',
      KOPR_MAX_SRPM_FILES: '5',
    });
    ({ url } = await stage.start());
  });
  after(() => stage[Symbol.asyncDispose]());

  const link = (to: string, more: object = {}): Partial<Body<'source.requested'>> => ({
    source: { type: 'link', srpm: { url: to, size: null, sha256: null }, params: { url: to }, ...more },
  });
  const big: WrittenFile = { name: 'zeros.txt', content: '0'.repeat(300_000) };
  const cut = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));
  const withFile = (file: WrittenFile) => () => writeSrpm({ files: [spec, file] });

  const bytes: [title: string, make: () => Buffer | Promise<Buffer>, reason: RegExp][] = [
    ['ends in its header', async () => cut(await makeSrpm(), 0.3), /^not-an-srpm: .*truncated/],
    ['ends in its payload', async () => cut(await makeSrpm(), 0.98), /^not-an-srpm: .*truncated/],
    [
      'ends in a zstd payload',
      async () => cut(await makeSrpm({ payload: 'w3.zstdio' }), 0.98),
      /^not-an-srpm: .*truncated/,
    ],
    ['is a text', () => Buffer.from('hello, world\n'.repeat(100)), /^not-an-srpm: this is not an RPM file/],
    ['is a web page', () => Buffer.from('<!DOCTYPE html><html>'), /^not-an-srpm: .*web page/],
    ['is empty', () => Buffer.alloc(0), /^not-an-srpm: .*empty/],
    [
      'is a binary package',
      () => writeSrpm({ tags: [[TAG.sourceRpm, 'x.src.rpm']] }),
      /^not-an-srpm: .*binary package/,
    ],
    ['names ../ in its payload', withFile({ name: '../../x', content: 'x', announced: 'x' }), /^unsafe-name: .*slash/],
    ['names ../ in its header', withFile({ name: 'x', content: 'x', announced: '../x' }), /^unsafe-name: .*slash/],
    ['holds a symbolic link', withFile({ name: 'x', content: '/etc/passwd', mode: 0o120777 }), /^unsafe-name: .*link/],
    ['has an archive with a space', withFile({ name: 'a b.tgz', content: 'x' }), /^unsafe-name: .*space/],
    ['holds no spec', () => writeSrpm({ files: [{ name: 'x', content: 'x' }] }), /^no-spec: .*none/],
    ['holds two specs', withFile({ name: 'b.spec', content: 'x' }), /^no-spec: .*hello.spec, b.spec/],
    [
      'lacks a file',
      () => writeSrpm({ files: [spec], headerFiles: [spec, { name: 'gone.txt', content: 'x' }] }),
      /^not-an-srpm: .*missing/,
    ],
    [
      'has another content than announced',
      () => writeSrpm({ files: [spec], headerFiles: [{ name: 'hello.spec', content: 'Name: hellO\n' }] }),
      /^not-an-srpm: .*not what the header announces/,
    ],
    [
      'has a spec that no clone should carry',
      () => writeSrpm({ files: [{ name: 'hello.spec', content: Buffer.alloc(8 * 1024 * 1024 + 1, '#') }] }),
      /^too-large: the spec has 8388609 bytes; 8388608 are allowed/,
    ],
    ['unpacks to too much', withFile(big), /^too-large: .*200000 bytes/],
    [
      'holds too many files',
      () => writeSrpm({ files: 'abcdef'.split('').map((name) => ({ name, content: '' })) }),
      /^too-large: .*6 files/,
    ],
    [
      'has an unknown compression',
      () => writeSrpm({ tags: [[TAG.payloadCompressor, 'middle-out']] }),
      /^not-an-srpm: .*middle-out/,
    ],
    [
      'has a compression by the name of something of ours',
      () => writeSrpm({ tags: [[TAG.payloadCompressor, '__proto__']] }),
      /^not-an-srpm: .*unknown "__proto__"/,
    ],
    ['is larger than allowed', () => Buffer.alloc(100_001), /^too-large: .*100000/],
  ];
  for (const [title, make, reason] of bytes) {
    it(`fails with a reason when it ${title}`, async () => {
      const answer = (await stage.import(++build, await make())) as Failed;
      expect(`${answer.code}: ${answer.reason}`).to.match(reason);
      const log = await eventually(
        async () => {
          const text = await (await fetch(`${url}/import-logs/${build}.log`)).text();
          return text.includes('Failed') && text;
        },
        { what: 'the end of the log' },
      );
      expect(log).to.contain(`Failed: ${answer.reason}`);
    });
  }

  const urls: [title: string, about: () => Partial<Body<'source.requested'>>, reason: RegExp][] = [
    [
      'a link to this machine',
      () => link(`${stage.web.url}/x.src.rpm`),
      /^download: 127.0.0.1 is not an address of the public/,
    ],
    [
      'a link by name to this machine',
      () => link(stage.web.url.replace('127.0.0.1', 'localhost')),
      /^download: localhost is not/,
    ],
    ['a link to a file', () => link('file:///etc/passwd'), /^download: .*http or https, not by file/],
    [
      'an upload that is gone',
      () => ({ source: { type: 'upload', srpm: { url: `${stage.web.url}/gone`, size: 1, sha256: null }, params: {} } }),
      /^gone: .*404.*; submit it again$/,
    ],
    [
      'an upload that redirects',
      () => {
        stage.web.has.set('/away', '>http://127.0.0.1:1/');
        return {
          source: { type: 'upload', srpm: { url: `${stage.web.url}/away`, size: 1, sha256: null }, params: {} },
        };
      },
      /^gone: .*302/,
    ],
    ['a branch that git does not take', () => ({ branches: ['a..b'] }), /^internal: .*a\.\.b/],
  ];
  for (const [title, about, reason] of urls) {
    it(`fails with a reason for ${title}`, async () => {
      const answer = (await stage.import(++build, writeSrpm(), about())) as Failed;
      expect(`${answer.code}: ${answer.reason}`).to.match(reason);
    });
  }

  it('fails when it is not what was announced', async () => {
    const [announced, served] = [writeSrpm(), writeSrpm({ version: '1.1' })];
    stage.web.has.set('/other', served);
    await stage.say('source.requested', requestOf(++build, `${stage.web.url}/other`, announced));
    const answer = (await stage.answer(build)) as Failed;
    expect(`${answer.code}: ${answer.reason}`).to.match(/^gone: .*SHA-256/);
    expect(answer).to.include({ stage: 'download', retriable: false });
  });

  it('says in which stage it failed, and whether asking once more may help', async () => {
    const told = async (bytes: Buffer, about: Partial<Body<'source.requested'>> = {}) => {
      const { stage: where, retriable } = (await stage.import(++build, bytes, about)) as Failed;
      return [where, retriable];
    };
    expect(await told(Buffer.from('no rpm at all'))).to.deep.equal(['query', false]);
    expect(await told(cut(await makeSrpm(), 0.98))).to.deep.equal(['unpack', false]);
    expect(await told(writeSrpm(), link('http://127.0.0.1/x.src.rpm'))).to.deep.equal(['download', true]);
    expect(await told(writeSrpm(), { branches: ['a..b'] })).to.deep.equal(['internal', true]);
  });

  it('says nothing of the password in a link', async () => {
    const answer = (await stage.import(++build, writeSrpm(), link('https://me:secret@127.0.0.1/x'))) as Failed;
    expect(answer.reason).to.not.contain('secret');
  });

  it('leaves nothing behind, and the next import is unaffected', async () => {
    expect(await stage.import(++build, writeSrpm())).to.include({ package: 'hello' });
    await eventually(async () => (await readdir(join(stage.dataDir, 'work'))).length === 0, {
      what: 'an empty work directory',
    });
    expect(await readdir(join(stage.dataDir, 'spool'))).to.deep.equal([]);
    expect(await readdir(join(stage.dataDir, 'git', PROJECT.owner, PROJECT.dirname))).to.deep.equal(['hello.git']);
  });
});

describe('a source by a link', () => {
  it('is imported over redirects, and tried again when its server has a bad moment', async () => {
    await using stage = await setStage({ KOPR_ALLOW_PRIVATE_SOURCES: '1' });
    await stage.start();
    const srpm = writeSrpm();
    let tries = 0;
    stage.web.has.set('/', '>/moved');
    stage.web.has.set('/moved', (response) => {
      tries++;
      if (tries === 1) response.writeHead(503).end();
      else response.end(srpm);
    });
    const source = { type: 'link', srpm: { url: `${stage.web.url}/`, size: null, sha256: null }, params: {} } as const;
    expect(await stage.import(1, srpm, { source })).to.include({ package: 'hello' });
    expect(tries).to.equal(2);
  });

  it('fails when it redirects in a circle', async () => {
    await using stage = await setStage({ KOPR_ALLOW_PRIVATE_SOURCES: '1' });
    await stage.start();
    stage.web.has.set('/', '>/');
    const source = { type: 'link', srpm: { url: `${stage.web.url}/`, size: null, sha256: null }, params: {} } as const;
    expect(await stage.import(1, writeSrpm(), { source }))
      .to.have.property('reason')
      .that.matches(/redirects more than/);
  });
});
