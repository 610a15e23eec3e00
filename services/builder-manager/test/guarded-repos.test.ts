/** Which of a task's repositories dnf reads through the guard only, and how. */
import { checkUrl } from '@kopr/shared/guard';
import { expect } from 'chai';
import { renderRepo } from '../builder/domain/repo-file.js';
import type { Guard } from '../builder/net/guard.js';
import { guardedRepos } from '../builder/net/guarded-repos.js';

const GUARD: Pick<Guard, 'check' | 'port'> = {
  port: 4711,
  check(address, schemes) {
    const checked = checkUrl(address, { allowPrivate: false, schemes });
    if (checked.ok) return checked.url;
    throw new Error(`${address}: ${checked.problem}`);
  },
};
const PROXY = 'proxy=http://127.0.0.1:4711';

/** The lines of one repository's section. */
function lines(baseurl: string, trusted_repos: string[] = []): string[] {
  const repos = [{ id: 'r', name: 'R', baseurl }];
  return guardedRepos({ repos, kopr: { trusted_repos } }, GUARD).flatMap((repo) => renderRepo(repo).split('\n'));
}

describe('a task’s repositories', () => {
  it('are read through the guard, with dnf’s variables left to dnf', () => {
    for (const url of [
      'https://example.org/fedora/',
      'http://example.org:8080/$releasever/$basearch/?token=x',
      'https://$releasever.example.org/${basearch}/',
    ]) {
      expect(lines(url), url).to.include.members([`baseurl=${url}`, PROXY]);
    }
  });

  it('are read directly where house or operator name them', () => {
    expect(lines('http://10.0.0.5/results/alice/tools/', ['r'])).to.not.include(PROXY);
  });

  it('are one address each', () => {
    expect(lines('http://example.org/,file:///etc/')).to.include('baseurl=http://example.org/%2Cfile:///etc/');
  });

  for (const url of [
    'file:///etc/',
    'ftp://example.org/',
    'http://169.254.169.254/latest/',
    'http://127.0.0.1:3306/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://localhost/',
    'http://jane:secret@example.org/',
    'http://example.org/ file:///etc/',
    '/etc/',
  ]) {
    it(`are refused at ${url}`, () => expect(() => lines(url)).to.throw(url));
  }
});
