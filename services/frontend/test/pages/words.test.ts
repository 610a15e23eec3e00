import { expect } from 'chai';
import { apiConfig } from '../../src/pages/api-config.js';
import { enableCommand } from '../../src/pages/enable-command.js';
import { buildPath, projectPath, repoFilePath, safeNext, webUrl } from '../../src/pages/links.js';

describe('addresses', () => {
  it('put groups behind g/, as Copr does', () => {
    expect(projectPath({ owner: '@devel', name: 'x' })).to.equal('/coprs/g/devel/x/');
    expect(buildPath({ owner: 'alice', name: 'x' }, 7)).to.equal('/coprs/alice/x/build/7/');
    expect(repoFilePath({ owner: '@devel', name: 'x' }, 'fedora-42')).to.equal(
      '/coprs/g/devel/x/repo/fedora-42/group_devel-x-fedora-42.repo',
    );
  });

  for (const [next, to] of [
    ['/builds/?page=2', '/builds/?page=2'],
    ['//evil.example.org', '/'],
    ['/\\evil.example.org', '/'],
    ['https://evil.example.org', '/'],
    ['/x\r\nSet-Cookie: a=b', '/'],
    [undefined, '/'],
  ] as const) {
    it(`lead ${JSON.stringify(next)} to ${to}`, () => {
      expect(safeNext(next)).to.equal(to);
    });
  }

  it('become links only for the web', () => {
    expect(webUrl('https://example.org/a b')).to.equal('https://example.org/a%20b');
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://x', 'me@example.org', null])
      expect(webUrl(text), String(text)).to.equal(undefined);
  });
});

describe('the command that enables a project', () => {
  const alice = { owner: 'alice', name: 'tools' };
  for (const [site, chroot, command] of [
    ['https://kopr.example.org', 'fedora-42-x86_64', 'dnf copr enable kopr.example.org/alice/tools'],
    ['http://localhost:5000', 'fedora-42-x86_64', 'dnf copr enable --hub http://localhost:5000 alice/tools'],
    [
      'https://kopr.example.org:8443',
      'minidistro-13-x86_64',
      'dnf copr enable --hub https://kopr.example.org:8443 alice/tools minidistro-13-x86_64',
    ],
    ['https://kopr.example.org', undefined, 'dnf copr enable kopr.example.org/alice/tools'],
  ] as const) {
    it(`is ${command}`, () => {
      expect(enableCommand(site, alice, chroot)).to.equal(command);
    });
  }
});

describe('the file for copr-cli', () => {
  const token = { login: 'l', token: 't', expiresOn: '2026-06-30' };

  it('has the keys that copr-cli reads', () => {
    expect(apiConfig('alice', 'https://kopr.example.org', token)).to.equal(
      '[copr-cli]\nlogin = l\nusername = alice\ntoken = t\ncopr_url = https://kopr.example.org\n# expiration date: 2026-06-30\n',
    );
  });

  it('says that plain http is meant', () => {
    expect(apiConfig('alice', 'http://localhost:5000', token)).to.include('\nencrypted = False\n');
  });
});
