import { expect } from 'chai';
import { archiveOf, type Place } from '../src/domain/upload-form.js';

const SHA512 = 'ab'.repeat(64);
const PROJECT = { owner: 'alice', dirname: 'tools' };

/** What is read of these fields. */
function read(fields: Record<string, string>, place: Place = {}, file = 'hello-1.0.tar.gz') {
  return archiveOf(place, new Map(Object.entries(fields)), file);
}

describe('the form of an upload', () => {
  const repository = { ...PROJECT, package: 'hello' };
  const names: [name: string, place: Place][] = [
    ['alice/tools/hello', {}],
    ['hello', PROJECT],
    ['tools/hello', PROJECT],
    ['alice/tools/hello', PROJECT],
  ];
  for (const [name, place] of names) {
    it(`means a package of a project by "${name}" where the address says ${JSON.stringify(place)}`, () => {
      const value = { repository, file: 'hello-1.0.tar.gz', sha512: SHA512 };
      expect(read({ name, sha512sum: SHA512.toUpperCase() }, place)).to.deep.equal({ ok: true, value });
    });
  }

  it('takes groups and side directories', () => {
    const found = read({ name: '@devel/tools:pr:1/hello', sha512sum: SHA512 });
    expect(found).to.have.nested.property('value.repository.owner', '@devel');
    expect(found).to.have.nested.property('value.repository.dirname', 'tools:pr:1');
  });

  const bad: [
    title: string,
    fields: Record<string, string>,
    place: Place,
    file: string,
    status: number,
    words: RegExp,
  ][] = [
    ['no name', { sha512sum: SHA512 }, PROJECT, 'a.tgz', 400, /^Required field "name" is not present/],
    ['half a name', { name: 'tools/hello', sha512sum: SHA512 }, {}, 'a.tgz', 400, /<owner>\/<dirname>\/<package>/],
    ['too long a name', { name: 'x/alice/tools/hello', sha512sum: SHA512 }, {}, 'a.tgz', 400, /<owner>/],
    ['another project than the address', { name: 'bob/tools/hello', sha512sum: SHA512 }, PROJECT, 'a', 400, /says bob/],
    ['a name that leads elsewhere', { name: '../../hello', sha512sum: SHA512 }, {}, 'a.tgz', 400, /no package/],
    ['an empty name', { name: '', sha512sum: SHA512 }, PROJECT, 'a.tgz', 400, /no package/],
    ['no checksum', { name: 'hello' }, PROJECT, 'a.tgz', 400, /^Required checksum is not present/],
    ['an MD5', { name: 'hello', md5sum: 'ab'.repeat(16) }, PROJECT, 'a.tgz', 406, /SHA-512 here, not by md5sum/],
    ['half a checksum', { name: 'hello', sha512sum: 'ab' }, PROJECT, 'a.tgz', 400, /128 hexadecimal/],
    ['a file name with a slash', { name: 'hello', sha512sum: SHA512 }, PROJECT, '../a.tgz', 400, /holds a slash/],
    ['no file name', { name: 'hello', sha512sum: SHA512 }, PROJECT, '', 400, /is empty/],
    ['the list of archives', { name: 'hello', sha512sum: SHA512 }, PROJECT, 'sources', 400, /is kept for/],
    ['a file name with a space', { name: 'hello', sha512sum: SHA512 }, PROJECT, 'a b.tgz', 400, /holds a space/],
  ];
  for (const [title, fields, place, file, status, words] of bad) {
    it(`is refused with ${title}`, () => {
      const found = read(fields, place, file);
      expect(found).to.include({ ok: false, status });
      expect(found).to.have.property('problem').that.matches(words);
    });
  }
});
