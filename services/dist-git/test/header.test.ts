import { expect } from 'chai';
import fc from 'fast-check';
import { Refusal } from '../src/domain/refusal.js';
import { describe as describeSrpm } from '../src/rpm/describe.js';
import { type Header, parseHeader } from '../src/rpm/header.js';
import { TAG } from '../src/rpm/tags.js';
import { refusalOf } from './refusals.js';
import { TYPE, type Value, writeHeader } from './header-writer.js';

const BASE: Value[] = [
  [TAG.name, 'hello'],
  [TAG.version, '2.0~rc1'],
  [TAG.release, '1.fc42'],
];
const parse = (...values: Value[]): Header => parseHeader(writeHeader([...BASE, ...values]));
const srpm = (...values: Value[]) => describeSrpm(parse(...values), 10);

/** Asks for everything that an import asks for. */
function useAll(header: Header): void {
  describeSrpm(header, 10_000);
}

describe('the header of an SRPM', () => {
  it('gives name, epoch, version, release and limits of architecture', () => {
    const found = srpm([TAG.epoch, [3]], [TAG.exclusiveArch, ['x86_64', 'aarch64']], [TAG.buildArchs, ['noarch']]);
    expect(found).to.include({ name: 'hello', epoch: 3, version: '2.0~rc1', release: '1.fc42', compressor: 'gzip' });
    expect(found.arches).to.deep.equal({ exclusive: ['x86_64', 'aarch64'], exclude: [], build: ['noarch'] });
  });

  it('limits nothing by a list of architectures that the packager’s rpmbuild could not expand', () => {
    const macros = ['x86_64', '%{some_arches}'];
    const found = srpm([TAG.exclusiveArch, macros], [TAG.excludeArch, macros]);
    expect(found.arches).to.deep.equal({ exclusive: [], exclude: ['x86_64'], build: [] });
  });

  it('has no epoch when none is set', () => {
    expect(srpm().epoch).to.equal(null);
  });

  it('tells a binary package by its source RPM', async () => {
    const refusal = await refusalOf(() => srpm([TAG.sourceRpm, 'hello-2.src.rpm'], [TAG.arch, 'x86_64']));
    expect(refusal).to.match(/^not-an-srpm: .*binary package/);
  });

  it('refuses a package that leaves out sources', async () => {
    expect(await refusalOf(() => srpm([TAG.noSource, [0]]))).to.match(/^not-an-srpm: .*NoSource/);
  });

  it('refuses more files than allowed, and names that lead elsewhere', async () => {
    const many = Array.from({ length: 11 }, (_, index) => `f${index}`);
    expect(await refusalOf(() => srpm([TAG.baseNames, many]))).to.match(/^too-large/);
    expect(await refusalOf(() => srpm([TAG.baseNames, ['../x']]))).to.match(/^unsafe-name: .*slash/);
    expect(await refusalOf(() => srpm([TAG.baseNames, ['x']], [TAG.dirNames, ['../']]))).to.match(/^unsafe-name/);
  });

  it('refuses a list of architectures that no message could carry', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `arch${index}`);
    expect(await refusalOf(() => srpm([TAG.excludeArch, many]))).to.match(/^too-large: .*2000 architectures/);
  });

  it('refuses versions and releases that rpm would not make: they go into messages, commits and pages', async () => {
    for (const version of ['1-2', '1/2', '../1', '<b>1</b>', '%(id)', '1 2', '1\n2', 'ü', '', '1'.repeat(129)]) {
      expect(await refusalOf(() => srpm([TAG.version, version])), version).to.match(/^not-an-srpm: .*version/);
      expect(await refusalOf(() => srpm([TAG.release, version])), version).to.match(/^not-an-srpm: .*release/);
    }
    expect(srpm([TAG.version, '2.0~rc1^git1+x_y']).version).to.equal('2.0~rc1^git1+x_y');
  });

  it('refuses an epoch that no message could carry', async () => {
    const epoch = (bytes: Buffer) => srpm([TAG.epoch, { type: TYPE.int64, bytes }]);
    expect(await refusalOf(() => epoch(Buffer.alloc(8, 0xff)))).to.match(/^not-an-srpm: .*epoch/);
    expect(srpm([TAG.epoch, [0xffffffff]]).epoch).to.equal(0xffffffff);
  });

  it('refuses a file that is named twice', async () => {
    expect(await refusalOf(() => srpm([TAG.baseNames, ['a', 'b', 'a']]))).to.match(/^unsafe-name: .*twice/);
  });

  it('refuses millions of files by their number, before it reads a name', async () => {
    const claim = { type: TYPE.stringArray, count: 0xffffffff, bytes: Buffer.alloc(4) };
    expect(await refusalOf(() => srpm([TAG.baseNames, claim]))).to.match(/^too-large: .*4294967295 files/);
  });

  it('refuses names of packages that could not be a directory', async () => {
    for (const name of ['..', 'a/b', '-x', 'x.git', 'x y', '']) {
      expect(await refusalOf(() => srpm([TAG.name, name])), name).to.match(/^(unsafe-name|not-an-srpm)/);
    }
  });

  it('refuses a header that ends early or points outside itself', async () => {
    const whole = writeHeader(BASE);
    for (let length = 0; length < whole.length; length++) {
      expect(await refusalOf(() => parseHeader(whole.subarray(0, length))), String(length)).to.match(/^not-an-srpm/);
    }
    const outside = Buffer.from(whole);
    outside.writeUInt32BE(0xffffff, 16 + 8);
    expect(await refusalOf(() => parseHeader(outside).strings(TAG.name))).to.match(/points outside/);
  });

  it('never does anything with random bytes but refuse them', () => {
    const intro = Buffer.from([0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(8), fc.nat(300), (bytes, entries, data) => {
        const counts = Buffer.alloc(8);
        counts.writeUInt32BE(entries, 0);
        counts.writeUInt32BE(data, 4);
        expectOnlyRefusals(() => useAll(parseHeader(Buffer.concat([intro, counts, bytes]))));
      }),
      { numRuns: 2000 },
    );
  });

  it('survives any one damaged byte', () => {
    const whole = writeHeader([...BASE, [TAG.baseNames, ['a', 'b']], [TAG.fileSizes, [1, 2]]]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        expectOnlyRefusals(() => useAll(parseHeader(bytes)));
      }),
      { numRuns: 2000 },
    );
  });
});

function expectOnlyRefusals(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
