/** The mock engine's arguments, configuration and verdicts. */
import { readFileSync } from 'node:fs';
import type { RpmDefinition } from '@kopr/proto';
import { expect } from 'chai';
import { mockConfigOf, renderMockConfig } from '../builder/domain/mock-config.js';
import { asShown } from '../builder/domain/mock-output.js';
import { inNetworkOf, planMock } from '../builder/domain/mock-plan.js';
import { mergeStateLogs } from '../builder/domain/mock-state.js';
import { mockVerdict } from '../builder/domain/mock-verdict.js';
import { definitionOf } from './kit/house.js';
import { MOCK_RUNS } from './kit/mock-runs.js';

const PATHS = { config: '/c.cfg', results: '/r', spec: '/s/hello.spec', sources: '/s', uniqueExt: '1-2' };
const MOCK = 'mock -r /c.cfg --resultdir /r --uniqueext 1-2';
const planOf = (own: Parameters<typeof definitionOf>[0]): string[] =>
  planMock(definitionOf(own), PATHS).map(({ argv, srpm, cut }) =>
    [...(cut ? ['CUT'] : []), ...argv, ...(srpm ? ['SRPM'] : [])].join(' '),
  );

describe('how mock is run', () => {
  it('once, when the build may use the network', () => {
    expect(planOf({ enable_net: true, with_opts: ['tests'], without_opts: ['docs'] })).to.deep.equal([
      `${MOCK} --no-cleanup-after --with=tests --without=docs --rebuild --spec /s/hello.spec --sources /s`,
    ]);
  });

  it('without a template in the name of a condition', () => {
    expect(planOf({ enable_net: true, with_opts: ['{{ x }}'] })[0]).to.include('--with={ { x }} ');
  });

  it('in steps when it may not: all that runs the packager’s lines sees an empty network', () => {
    const kept = '--no-clean --no-cleanup-after';
    expect(planOf({ with_opts: ['tests'] })).to.deep.equal([
      `${MOCK} --init`,
      `CUT ${MOCK} --offline ${kept} --with=tests --buildsrpm --spec /s/hello.spec --sources /s`,
      `${MOCK} ${kept} --installdeps SRPM`,
      `CUT ${MOCK} --offline ${kept} --with=tests --rebuild SRPM`,
    ]);
  });
});

describe('a step that is cut from the network', () => {
  it('enters the empty network and covers the names of the container’s interfaces', () => {
    const argv = inNetworkOf(77, ['mock', '--init']);
    expect(argv.slice(0, 6).join(' ')).to.equal('nsenter --net=/proc/77/ns/net -- unshare --mount --');
    expect(argv.slice(-3)).to.deep.equal(['sh', 'mock', '--init']);
    expect(argv.join(' ')).to.include('/sys/$dir').and.include('class/net');
  });
});

describe('mock’s output in the log', () => {
  const shown = (...chunks: string[]): string => {
    const lines: Buffer[] = [];
    const filter = asShown((some) => lines.push(some));
    for (const chunk of chunks) filter.take(Buffer.from(chunk, 'latin1'));
    filter.end();
    return Buffer.concat(lines).toString('latin1');
  };

  it('keeps of a progress bar only what is drawn last', () => {
    const bar = '  Installing : bc [=   ] 1/1\r  Installing : bc [==  ] 1/1\r  Installing : bc-1.07.x86_64 1/1 \r\n';
    expect(shown(bar.slice(0, 31), bar.slice(31, -1), '\n')).to.equal('  Installing : bc-1.07.x86_64 1/1 \n');
  });

  it('takes colours off', () => {
    expect(shown('No match: \u001b[1mx\u001b[m\u000f\r\n')).to.equal('No match: x\n');
  });

  it('keeps everything else, byte for byte, also without an end of line', () => {
    const plain = 'a\n\n\xc3\xa9\xff b\nlast';
    for (let at = 0; at <= plain.length; at++) expect(shown(plain.slice(0, at), plain.slice(at))).to.equal(plain);
    expect(shown('x'.repeat(200_000), 'y')).to.equal(`${'x'.repeat(200_000)}y`);
    expect(shown('\r\r\n', '\r')).to.equal('\n');
  });
});

describe('state.log', () => {
  it('tells mock’s stages and ours in one order', () => {
    const at = (ms: string, what: string): string => `2026-11-22 17:24:${ms} - ${what}\n`;
    const ours = at('16,045', 'Start: mock: init') + at('31,758', 'Finish: mock: init');
    const mocks = at('17,795', 'Start: chroot init') + at('31,758', 'Finish: run');
    expect(mergeStateLogs(ours, mocks)).to.equal(
      at('16,045', 'Start: mock: init') +
        at('17,795', 'Start: chroot init') +
        at('31,758', 'Finish: mock: init') +
        at('31,758', 'Finish: run'),
    );
  });
});

describe('mock’s configuration', () => {
  const rendered = (definition: RpmDefinition): string => renderMockConfig(mockConfigOf(definition, definition.repos));
  const text = (own: Parameters<typeof definitionOf>[0]): string => rendered(definitionOf(own));

  it('is what Copr’s builder writes, in its order', () => {
    const definition = definitionOf({
      buildroot_pkgs: ['make', 'dnf'],
      isolation: 'simple',
      bootstrap: 'custom_image',
      bootstrap_image: 'registry.example.org/fedora:42',
      modules: { toggle: [{ enable: 'nodejs:20' }, { disable: 'ruby:3' }] },
      repos: [{ id: 'copr_base', name: 'Copr', baseurl: 'http://x/' }],
    });
    definition.kopr.mock_config = 'fedora-42-x86_64';
    const expected = readFileSync(new URL('fixtures/child.cfg', import.meta.url), 'utf8');
    expect(rendered(definition)).to.equal(expected);
  });

  it('says nothing of what the definition leaves at its default', () => {
    const plain = text({});
    expect(plain).to.match(/^include\("\/etc\/mock\/minidistro-13-x86_64\.cfg"\)\n/);
    for (const word of ['chroot_additional_packages', 'isolation', 'bootstrap', 'module_setup', 'dnf.conf']) {
      expect(plain, word).to.not.include(word);
    }
  });

  const BOOTSTRAPS: [string, RegExp][] = [
    ['on', /use_bootstrap"\] = True\n.*use_bootstrap_image"\] = False/],
    ['off', /use_bootstrap"\] = False\n.*use_bootstrap_image"\] = False/],
    ['image', /use_bootstrap"\] = True\n.*use_bootstrap_image"\] = True/],
  ];
  for (const [bootstrap, expected] of BOOTSTRAPS) {
    it(`knows bootstrap ${bootstrap}`, () => expect(text({ bootstrap })).to.match(expected));
  }

  it('names the proxy by which alone a user’s repository is read', () => {
    const repo = { id: 'r', name: 'R', baseurl: 'http://x/', proxy: 'http://127.0.0.1:8' };
    expect(renderMockConfig(mockConfigOf(definitionOf(), [repo]))).to.match(
      /^config_opts\['dnf\.conf'\] \+= .*\\nbaseurl=http:\/\/x\/\\nproxy=http:\/\/127\.0\.0\.1:8\\n/m,
    );
  });

  it('lets nobody add Python or templates to it', () => {
    const evil = text({
      buildroot_pkgs: ['a"; import os; os.system("x")', '{{ self }}{% x %}{{{ y }}}{#'],
      repos: [{ id: 'r', name: 'a\n"""\nimport os', baseurl: 'http://{{ x }}/' }],
    });
    const lines = evil.trimEnd().split('\n');
    expect(lines.every((line) => /^(include\(|config_opts\[)/.test(line))).to.equal(true);
    expect(evil).to.not.match(/\{[{%#]/);
    expect(evil).to.include('http://{ { x }}/');
  });
});

describe('what a failed run of mock means', () => {
  for (const { title, run, outcome, reason } of MOCK_RUNS) {
    it(title, () => {
      const verdict = mockVerdict(run);
      expect(verdict.outcome).to.equal(outcome);
      expect(verdict.reason).to.equal(reason);
    });
  }
});
