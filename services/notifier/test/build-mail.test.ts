import { expect } from 'chai';
import { type Body, buildEnded } from '@kopr/proto';
import { buildMail } from '../src/domain/build-mail.js';
import { duration } from '../src/domain/build-report.js';

const RESULTS = 'http://localhost:5002/results/alice/tools';

function build(change: Partial<Body<'build.ended'>> = {}): Body<'build.ended'> {
  return { ...buildEnded.body.parse(buildEnded.example), ...change };
}
type Chroot = Body<'build.ended'>['chroots'][number];
const part = (chroot: string, state: Chroot['state'], reason: string | null = null): Chroot => ({
  chroot,
  state,
  reason,
  resultUrl: `${RESULTS}/${chroot}/00000042-hello`,
});
const mail = (change?: Partial<Body<'build.ended'>>) => buildMail(build(change), 'kopr.example.org');

describe('the mail about a build', () => {
  const three = [part('a-1-x86_64', 'failed'), part('b-1-x86_64', 'failed'), part('c-1-x86_64', 'failed')];
  const subjects: [string, Partial<Body<'build.ended'>>, string][] = [
    ['one chroot', {}, 'alice/tools: hello 1.0-1 succeeded in minidistro-13-x86_64'],
    [
      'one failure of two',
      { state: 'failed', chroots: [part('a-1-x86_64', 'succeeded'), part('b-1-x86_64', 'failed')] },
      'alice/tools: hello 1.0-1 failed in b-1-x86_64',
    ],
    ['failures everywhere', { state: 'failed', chroots: three }, 'alice/tools: hello 1.0-1 failed in all 3 chroots'],
    [
      'many failures',
      { state: 'failed', chroots: [...three, part('d-1-x86_64', 'succeeded')] },
      'alice/tools: hello 1.0-1 failed in 3 of 4 chroots',
    ],
    [
      'a source that failed before its package was known',
      { state: 'failed', package: null, version: null, chroots: [] },
      'alice/tools: Build 42 failed',
    ],
    [
      'a package name that wants to be a header',
      { package: 'x\r\nBcc: eve@example.org', chroots: [] },
      'alice/tools: x Bcc: eve@example.org 1.0-1 succeeded',
    ],
  ];
  for (const [title, change, subject] of subjects) {
    it(`has a subject that tells of ${title}`, () => {
      expect(mail(change).subject).to.equal(subject);
    });
  }

  it('reads as this page of text', () => {
    const chroots = [part('a-1-x86_64', 'succeeded'), part('b-1-x86_64', 'failed', 'error: Bad exit status\n%build')];
    expect(mail({ state: 'failed', chroots }).text).to.equal(`hello 1.0-1 failed in b-1-x86_64.

  Project    alice/tools
  Build      42
  Submitted  2026-01-01 12:00 UTC, took 12 s
  Page       http://localhost:5000/coprs/build/42

b-1-x86_64: failed
  error: Bad exit status
  %build
  Results  http://localhost:5002/results/alice/tools/b-1-x86_64/00000042-hello/
  Log      http://localhost:5002/results/alice/tools/b-1-x86_64/00000042-hello/builder-live.log.gz

a-1-x86_64: succeeded
  Results  http://localhost:5002/results/alice/tools/a-1-x86_64/00000042-hello/
  Log      http://localhost:5002/results/alice/tools/a-1-x86_64/00000042-hello/builder-live.log.gz

-- \nYou get this mail because you submitted this build.
`);
  });

  it('gives the reason of a build that never reached its chroots', () => {
    const { text } = mail({ state: 'failed', reason: 'http://x/y.src.rpm answered 404 Not Found', chroots: [] });
    expect(text).to.include('failed.\n\n  http://x/y.src.rpm answered 404 Not Found\n\n');
  });

  it('says at which stage the source failed', () => {
    const { text, html } = mail({ state: 'failed', stage: 'checkout', reason: 'no such branch', chroots: [] });
    expect(text).to.match(/^hello 1.0-1 failed: the source failed while .* was checked out\.\n\n {2}no such branch\n/);
    expect(html).to.include('failed: the source failed while');
  });

  it('of another end, after its import was asked for anew, is another mail', () => {
    expect(mail({ round: 2 }).messageId).to.equal('<build-42.ended-2@kopr.example.org>');
  });

  it('says the same in HTML, escaped', () => {
    const { html } = mail({ state: 'failed', chroots: [part('a-1-x86_64', 'failed', '<script>"&\'</script>')] });
    expect(html).to.include('&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;').and.not.include('<script>');
    expect(html).to.include(`<a href="${RESULTS}/a-1-x86_64/00000042-hello/builder-live.log.gz">log</a>`);
    expect(html).to.include('<a href="http://localhost:5000/coprs/build/42">42</a>');
  });

  it('has headers for machines and people’s filters', () => {
    expect(mail({ project: { id: 7, owner: '@devel', name: 'tools', dirname: 'tools:pr:5' } })).to.deep.include({
      messageId: '<build-42.ended@kopr.example.org>',
      listId: { comment: 'Builds of @devel/tools', id: 'tools.group_devel.kopr.example.org' },
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Kopr-Project': '@devel/tools',
        'X-Kopr-Package': 'hello',
        'X-Kopr-Build': '42',
        'X-Kopr-State': 'succeeded',
      },
    });
  });
});

describe('durations', () => {
  for (const [ms, words] of [
    [-5, '0 s'],
    [12_400, '12 s'],
    [184_000, '3 min 4 s'],
    [7_500_000, '2 h 5 min'],
  ] as const) {
    it(`tell ${ms} ms as ${words}`, () => {
      expect(duration(ms)).to.equal(words);
    });
  }
});
