import { expect } from 'chai';
import { decidePushed, type PushGround } from '../../src/domain/hooks/decide-pushed.js';
import { NO_RULES } from '../../src/domain/hooks/rules.js';

const DIST_GIT = 'http://localhost:5001';
const CHROOTS = [
  { name: 'fedora-42-x86_64', branch: 'f42' },
  { name: 'fedora-42-aarch64', branch: 'f42' },
  { name: 'fedora-43-x86_64', branch: 'f43' },
];
const HELLO = {
  name: 'hello',
  sourceType: 'upload' as const,
  sourceParams: {},
  webhookRebuild: true,
  hookRules: NO_RULES,
  chrootDenylist: [] as readonly string[],
};
const own = (committish: string) => ({ clone_url: `${DIST_GIT}/git/alice/tools/hello.git`, committish });

function decided(branch: string, more: Partial<typeof HELLO> | null = {}, ground: Partial<PushGround> = {}) {
  const push = { repository: 'alice/tools/hello', package: 'hello', branch };
  const known = more && { ...HELLO, ...more };
  return decidePushed(push, { package: known, chroots: CHROOTS, distGitUrl: DIST_GIT, ...ground });
}

describe('a push to dist-git', () => {
  it('to a release’s branch builds for that release', () => {
    expect(decided('f42')).to.deep.equal({ chroots: ['fedora-42-x86_64', 'fedora-42-aarch64'], why: 'branch f42' });
  });

  it('obeys the deny list', () => {
    expect(decided('f42', { chrootDenylist: ['*-aarch64'] }).chroots).to.deep.equal(['fedora-42-x86_64']);
    expect(decided('f42', { chrootDenylist: ['fedora-42-*'] })).to.deep.equal({
      chroots: [],
      why: 'branch f42: the package’s deny list has all of its chroots',
    });
  });

  it('to another branch builds everywhere when the package’s rules name it', () => {
    const rules = { ...NO_RULES, branches: ['feature/*'] };
    expect(decided('feature/x', { hookRules: rules, chrootDenylist: ['fedora-43-*'] })).to.deep.equal({
      chroots: ['fedora-42-x86_64', 'fedora-42-aarch64'],
      why: 'branch feature/x fits feature/*',
    });
    expect(decided('other', { hookRules: rules }).why).to.equal(
      'branch differs: no chroot of the project is built from other (they are from f42, f43), nor does it fit any of feature/*',
    );
  });

  it('to another branch builds everywhere when the package is built from it', () => {
    expect(decided('main', { sourceParams: own('main') }).chroots).to.have.length(3);
    expect(decided('main', { sourceParams: own('refs/heads/main') }).chroots).to.have.length(3);
    expect(decided('main', { sourceParams: own('other') }).chroots).to.deep.equal([]);
    const foreign = { clone_url: 'https://example.org/git/alice/tools/hello', committish: 'main' };
    expect(decided('main', { sourceParams: foreign }).chroots).to.deep.equal([]);
  });

  it('builds nothing, and says why', () => {
    expect(decided('f42', null).why).to.equal('the project has no package named hello');
    expect(decided('f42', { webhookRebuild: false }).why).to.equal('rebuilding by webhooks (webhook_rebuild) is off');
    expect(decided('f42', {}, { chroots: [] }).why).to.equal('the project has no active chroots');
    expect(decided('main').why).to.match(/^branch differs: no chroot of the project is built from main/);
  });
});
