import { expect } from 'chai';
import { decide, type HookPackage } from '../../src/domain/hooks/decide.js';
import type { HookEvent, PullRequest } from '../../src/domain/hooks/event.js';
import { limited } from '../../src/domain/hooks/limit.js';
import { NO_RULES, type HookRules } from '../../src/domain/hooks/rules.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const URLS = ['https://github.com/octo/hello.git', 'git@github.com:octo/hello.git'];

const push = (branch: string, changes: readonly string[] | null): HookEvent => ({
  kind: 'push',
  urls: URLS,
  sender: null,
  branch,
  commit: COMMIT,
  changes,
});
const tag = (name: string): HookEvent => ({ kind: 'tag', urls: URLS, sender: null, tag: name });
const FORK = { url: 'https://github.com/mona/hello.git', commit: COMMIT, isFork: true };
const pull = (more: Partial<PullRequest> = {}): HookEvent => ({
  kind: 'pull-request',
  urls: URLS,
  sender: null,
  act: 'opened',
  number: 12,
  into: 'main',
  from: FORK,
  ...more,
});

function hello(source: object = {}, rules: Partial<HookRules> = {}, more: Partial<HookPackage> = {}): HookPackage {
  return {
    name: 'hello',
    sourceType: 'scm',
    sourceParams: { clone_url: 'https://github.com/octo/hello.git', committish: null, subdirectory: null, ...source },
    webhookRebuild: true,
    hookRules: { ...NO_RULES, ...rules },
    ...more,
  };
}

/** `named`: the package of the hook's address. */
type Line = readonly [title: string, event: HookEvent, one: HookPackage, why: string, named?: string];

const BUILT: readonly Line[] = [
  ['any push, when it says nothing', push('main', ['a']), hello(), 'branch main, files changed'],
  ['a push to its branch', push('main', ['a']), hello({ committish: 'main' }), 'branch main, files changed'],
  [
    'a push to its branch, spelt in full',
    push('main', ['a']),
    hello({ committish: 'refs/heads/main' }),
    'branch main, files changed',
  ],
  [
    'a change below its subdirectory',
    push('main', ['README', 'packaging/hello.spec']),
    hello({ subdirectory: './packaging/' }),
    'branch main, packaging/hello.spec changed',
  ],
  [
    'a push that does not tell its files',
    push('main', null),
    hello({ subdirectory: 'packaging' }),
    'branch main, which files changed is not told',
  ],
  [
    'a branch that fits its patterns',
    push('rel-1', ['a']),
    hello({ committish: 'main' }, { branches: ['main', 'rel-*'] }),
    'branch rel-1, files changed',
  ],
  [
    'a path that fits its patterns',
    push('main', ['src/a/b.c']),
    hello({ subdirectory: 'packaging' }, { paths: ['src/*.c'] }),
    'branch main, src/a/b.c changed',
  ],
  [
    'more files than can be compared',
    push(
      'main',
      Array.from({ length: 6000 }, (_, n) => `f${n}`),
    ),
    hello({ subdirectory: 'packaging' }),
    'branch main, too many files changed to compare them',
  ],
  ['a tag of name and version', tag('hello-1.0'), hello({ committish: 'main' }), 'tag hello-1.0'],
  ['a tag of name, version and release', tag('hello-1.0-1'), hello(), 'tag hello-1.0-1'],
  ['such a tag with underscores', tag('hello_1.0_1'), hello(), 'tag hello_1.0_1'],
  [
    'a tag of a name with dashes',
    tag('python3-hello-1.0'),
    hello({}, {}, { name: 'python3-hello' }),
    'tag python3-hello-1.0',
  ],
  [
    'any tag, when the hook’s address names it',
    tag('v3'),
    hello(),
    'tag v3, and the hook’s address names the package',
    'hello',
  ],
  ['a tag that fits its patterns', tag('v3.1'), hello({}, { tags: ['v[0-9]*'] }), 'tag v3.1'],
  ['a pull request', pull(), hello({ committish: 'main' }), 'pull request 12, branch main'],
  [
    'a pull request of its own',
    pull({ from: { ...FORK, isFork: false } }),
    hello({}, { pullRequests: 'own' }),
    'pull request 12, branch main',
  ],
];

const LEFT: readonly Line[] = [
  [
    'rebuilding is off',
    push('main', ['a']),
    hello({}, {}, { webhookRebuild: false }),
    'rebuilding by webhooks (webhook_rebuild) is off',
  ],
  [
    'the push goes to another branch',
    push('other', ['a']),
    hello({ committish: 'main' }),
    'branch differs: it is built from main, not from other',
  ],
  [
    'the branch only ends like its own',
    push('feature/main', ['a']),
    hello({ committish: 'main' }),
    'branch differs: it is built from main, not from feature/main',
  ],
  [
    'the branch fits no pattern',
    push('other', ['a']),
    hello({}, { branches: ['main', 'rel-*'] }),
    'branch differs: other fits none of main, rel-*',
  ],
  [
    'nothing changed below its subdirectory',
    push('main', ['packaging2/a']),
    hello({ subdirectory: 'packaging' }),
    'subdirectory differs: no changed file is below packaging/',
  ],
  [
    'no path fits',
    push('main', ['docs/a.md']),
    hello({}, { paths: ['src/*'] }),
    'paths differ: no changed file fits src/*',
  ],
  ['nothing changed', push('main', []), hello(), 'no file changed'],
  ['nothing changed anywhere', push('main', []), hello({ subdirectory: 'packaging' }), 'no file changed'],
  ['nothing changed that could fit', push('main', []), hello({}, { paths: ['src/*'] }), 'no file changed'],
  [
    'the tag is of another package',
    tag('world-1.0'),
    hello(),
    'tag differs: world-1.0 is not hello-<version>, and the hook’s address does not name the package',
  ],
  [
    'the tag has no version',
    tag('hello-next'),
    hello(),
    'tag differs: hello-next is not hello-<version>, and the hook’s address does not name the package',
  ],
  [
    'the tag fits no pattern',
    tag('hello-1.0'),
    hello({}, { tags: ['v*'] }),
    'tag differs: hello-1.0 fits none of v*',
    'hello',
  ],
  ['no pull requests are wanted', pull(), hello({}, { pullRequests: 'none' }), 'pull requests are not built'],
  ['none from forks are wanted', pull(), hello({}, { pullRequests: 'own' }), 'pull requests from forks are not built'],
  ['the fork is gone', pull({ from: null }), hello(), 'the repository that the pull request comes from is gone'],
  [
    'the pull request goes elsewhere',
    pull({ into: 'rel-1' }),
    hello({ committish: 'main' }),
    'branch differs: it is built from main, not from rel-1',
  ],
];

describe('when a webhook tells of something, a package', () => {
  for (const [title, event, one, why, named] of BUILT) {
    it(`is built: ${title}`, () => {
      const [decision] = decide(event, [one], named ?? null);
      expect(decision).to.include({ why });
      expect(decision?.change).to.not.equal(null);
    });
  }
  for (const [title, event, one, why, named] of LEFT) {
    it(`is not built: ${title}`, () => {
      expect(decide(event, [one], named ?? null)).to.deep.equal([{ package: 'hello', change: null, why }]);
    });
  }

  it('is built from the commit, the tag, or the branch of the pull request', () => {
    const changes = [push('main', ['a']), tag('hello-1.0'), pull()].map(
      (event) => decide(event, [hello()], null)[0]?.change,
    );
    expect(changes).to.deep.equal([
      { committish: COMMIT },
      { committish: 'hello-1.0' },
      { clone_url: FORK.url, committish: COMMIT },
    ]);
  });

  it('is fetched by its own address, if the pull request comes from its own repository', () => {
    const from = { url: 'https://github.com/octo/hello.git', commit: COMMIT, isFork: false };
    const ssh = hello({ clone_url: 'git@github.com:octo/hello.git' });
    expect(decide(pull({ from }), [ssh], null)[0]?.change).to.deep.equal({ committish: COMMIT });
    const elsewhere = { ...from, url: FORK.url };
    expect(decide(pull({ from: elsewhere }), [ssh], null)[0]?.change).to.include({ clone_url: FORK.url });
    expect(decide(pull({ from: { ...from, isFork: true } }), [ssh], null)[0]?.change).to.include({
      clone_url: from.url,
    });
  });

  it('of another repository is not even looked at', () => {
    const others = [hello({ clone_url: 'https://github.com/octo/world' }), hello({ clone_url: undefined })];
    expect(decide(push('main', ['a']), others, null)).to.deep.equal([]);
  });

  it('is not built when a pull request is closed, or nothing happened', () => {
    expect(decide(pull({ act: 'closed' }), [hello()], null)).to.deep.equal([]);
    expect(decide({ kind: 'other', why: 'ping' }, [hello()], null)).to.deep.equal([]);
  });

  it('is built of each commit once, however many branches have it', () => {
    const [one] = decide(push('main', ['a']), [hello()], null);
    const [other] = decide(push('dev', ['a']), [hello()], null);
    const [release] = decide(tag('hello-1.0'), [hello()], null);
    const decisions = limited([one, other, release].flatMap((made) => made ?? []));
    expect(decisions.map(({ change }) => change?.committish ?? null)).to.deep.equal([COMMIT, null, 'hello-1.0']);
    expect(decisions[1]?.why).to.equal('branch dev, files changed, but this delivery builds the same already');
  });

  it('is one of at most 500 that are built', () => {
    const many = Array.from({ length: 502 }, (_, n) => hello({}, {}, { name: `hello${n}` }));
    const decisions = limited(decide(push('main', ['a']), many, null));
    expect(decisions.filter(({ change }) => change !== null)).to.have.length(500);
    expect(decisions[501]?.why).to.equal('one delivery builds at most 500 packages');
  });

  it('holds nobody up with patterns that were made to be slow', () => {
    const slow = Array.from({ length: 10 }, () => `*${'a'.repeat(60)}*b`);
    const packages = Array.from({ length: 100 }, (_, n) => hello({}, { paths: slow }, { name: `hello${n}` }));
    const paths = Array.from({ length: 5000 }, (_, n) => `${'a'.repeat(200)}${n}`);
    const begun = performance.now();
    decide(push('main', paths), packages, null);
    expect(performance.now() - begun).to.be.lessThan(500);
  });
});
