import { expect } from 'chai';
import { rpkgConf } from '../src/domain/rpkg-conf.js';
import { isUploadKey, uploadKey } from '../src/domain/upload-key.js';

const TOOLS = { owner: '@devel', dirname: 'tools:pr:1' };
const TOKENS = ['a'.repeat(64), 'b'.repeat(64)];

describe('the configuration of rpkg', () => {
  const lines = (text: string) => new Map(text.split('\n').map((line) => line.split(' = ', 2) as [string, string]));

  it('names the addresses of a project, with nothing that rpkg would take for a placeholder of its own', () => {
    const found = lines(rpkgConf('https://dist-git.example', TOOLS, { user: 'alice', key: 'k' }));
    const pkgs = 'https://dist-git.example/repo/pkgs/@devel/tools:pr:1';
    expect(found.get('lookaside')).to.equal(pkgs);
    expect(found.get('lookaside_cgi')).to.equal(`${pkgs}/upload.cgi?user=alice&key=k`);
    expect(found.get('gitbaseurl')).to.equal('https://dist-git.example/git/@devel/tools:pr:1/%(repo)s');
    expect(found.get('lookasidehash')).to.equal('sha512');
  });

  it('reads without a key, and says how to get one', () => {
    const text = rpkgConf('https://dist-git.example', TOOLS, undefined);
    expect(lines(text).get('lookaside_cgi')).to.match(/\/upload\.cgi$/);
    expect(text).to.include('curl -u <user> https://dist-git.example/repo/pkgs/@devel/tools:pr:1/rpkg.conf');
  });
});

describe('the key of uploads', () => {
  const key = uploadKey(TOKENS[1] ?? '', TOOLS);

  it('belongs to one token and one project', () => {
    expect(key).to.match(/^[0-9a-f]{64}$/);
    expect(isUploadKey(key, TOKENS, TOOLS)).to.equal(true);
    expect(isUploadKey(key, TOKENS.slice(0, 1), TOOLS)).to.equal(false);
    expect(isUploadKey(key, TOKENS, { ...TOOLS, dirname: 'tools' })).to.equal(false);
    expect(isUploadKey(key, TOKENS, { ...TOOLS, owner: 'devel' })).to.equal(false);
    expect(isUploadKey(key, [], TOOLS)).to.equal(false);
  });

  it('is neither a part of itself nor the token nor its hash', () => {
    for (const wrong of ['', key.slice(1), `${key}0`, TOKENS[1] ?? '', 'ü'.repeat(64)]) {
      expect(isUploadKey(wrong, TOKENS, TOOLS), wrong).to.equal(false);
    }
  });
});
