/** What source tasks know by themselves: words of git, places of archives, progress in a log, macros, how mock is asked. */
import { expect } from 'chai';
import { gitReason, isPassing, isWholeOnly } from '../builder/domain/git-words.js';
import { archiveUrl, placeOf } from '../builder/domain/lookaside.js';
import { buildMacros, sourceMacros } from '../builder/domain/macros.js';
import { renderMockConfig, scriptMockConfigOf } from '../builder/domain/mock-config.js';
import { bringOut, packSources, planScript } from '../builder/domain/mock-script.js';
import { calmly } from '../builder/domain/progress.js';
import { rpkgConfig } from '../builder/domain/rpkg-config.js';
import { customParams, scmParams } from '../builder/domain/source-params.js';
import { parseForeignSources } from '../builder/domain/sources-file.js';
import { sourceDefinitionOf } from './kit/source-definition.js';

describe('the words of git', () => {
  it('tell the nearest cause in one line', () => {
    const cases: [string[], string][] = [
      [["Cloning into 'x'...", "fatal: repository 'http://x/' not found"], "repository 'http://x/' not found"],
      [
        ['fatal: could not read Username: terminal prompts disabled'],
        'there is no such repository, or it is not public',
      ],
      [["fatal: transport 'ext' not allowed", 'fatal: clone of submodule failed'], "transport 'ext' not allowed"],
      [["error: pathspec 'x' did not match any file(s)"], "pathspec 'x' did not match any file(s)"],
      [['something else'], 'something else'],
    ];
    for (const [lines, reason] of cases) expect(gitReason(lines)).to.equal(reason);
  });

  it('tell what passes from what does not', () => {
    expect(isPassing(['fatal: unable to access: Could not resolve host: x'])).to.equal(true);
    expect(isPassing(['fatal: unable to access: The requested URL returned error: 503'])).to.equal(true);
    expect(isPassing(['fatal: unable to access: Failed to connect to x port 80'])).to.equal(true);
    expect(isPassing(["fatal: repository 'http://x/' not found"])).to.equal(false);
    expect(isPassing(['fatal: The requested URL returned error: 403'])).to.equal(false);
  });

  it('tell when a server gives only the whole', () => {
    expect(isWholeOnly(['fatal: dumb http transport does not support shallow capabilities'])).to.equal(true);
    expect(isWholeOnly(['fatal: repository not found'])).to.equal(false);
  });
});

describe('the place of an archive', () => {
  const fedora = {
    name: 'fedora',
    cloneUrl: 'https://dist.example.org/',
    archiveUri: 'https://dist.example.org/repo/{namespace}/{pkgname}/{filename}/{hashtype}/{hash}/{filename}',
  };
  const forks = { ...fedora, name: 'forks', cloneUrl: 'https://dist.example.org/forks' };
  const archive = { file: 'a+b.tar.gz', hashtype: 'sha512', hash: 'abc' };

  it('follows from the clone’s address', () => {
    const place = placeOf('https://dist.example.org/rpms/hello.git', [fedora]);
    expect(place).to.include({ namespace: 'rpms', pkgname: 'hello' });
    expect(archiveUrl(place!, archive)).to.equal(
      'https://dist.example.org/repo/rpms/hello/a%2Bb.tar.gz/sha512/abc/a%2Bb.tar.gz',
    );
  });

  it('is of the dist-git whose address says most, and of none that only looks alike', () => {
    expect(placeOf('https://dist.example.org/forks/bob/rpms/hello', [fedora, forks])?.lookaside.name).to.equal('forks');
    expect(placeOf('https://dist.example.org.evil/rpms/hello', [fedora])).to.equal(undefined);
    expect(placeOf('https://dist.example.org/rpms/hello', [])).to.equal(undefined);
  });

  it('leaves nothing of a package’s name to be read as an address', () => {
    const place = placeOf('https://dist.example.org/rpms/{hash}?x#y', [fedora]);
    expect(archiveUrl(place!, archive)).to.include('/rpms/%7Bhash%7D%3Fx%23y/');
  });

  it('is told to rpkg, archive by archive', () => {
    expect(rpkgConfig('https://dist.example.org/rpms/hello', [fedora])).to.equal(
      `[rpkg]
preprocess_spec = True

[git]
anon_clone_url = https://dist.example.org/%(repo_path)s

[lookaside]
download_url = https://dist.example.org/repo/rpms/hello/%(filename)s/%(hashtype)s/%(hash)s/%(filename)s
`,
    );
    expect(rpkgConfig('https://elsewhere.example.org/x', [fedora])).to.equal('[rpkg]\npreprocess_spec = True\n');
  });
});

describe('a sources file of a distribution', () => {
  it('may be of either form', () => {
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    expect(
      parseForeignSources(`${md5}  a.tar.gz\n\n${md5} *b.tar.gz\nSHA256 (c.tar.gz) = ${'A'.repeat(64)}\n`),
    ).to.deep.equal({
      archives: [
        { file: 'a.tar.gz', hashtype: 'md5', hash: md5 },
        { file: 'b.tar.gz', hashtype: 'md5', hash: md5 },
        { file: 'c.tar.gz', hashtype: 'sha256', hash: 'a'.repeat(64) },
      ],
    });
  });

  it('names nothing but plain files by whole hashes', () => {
    for (const line of [
      'd41d8cd98f  a',
      `SHA512 (../a) = ${'a'.repeat(128)}`,
      `SHA512 (a) = ${'a'.repeat(64)}`,
      `CRC (a) = ${'a'.repeat(8)}`,
      'a b c',
    ]) {
      expect(parseForeignSources(line), line).to.have.property('error').that.includes(line);
    }
  });
});

describe('progress in a log', () => {
  function played(...chunks: [atMs: number, text: string][]): string {
    let [now, told] = [0, ''];
    const filter = calmly(
      (lines) => (told += lines.toString()),
      () => now,
    );
    for (const [atMs, text] of chunks) {
      now = atMs;
      filter.take(Buffer.from(text));
    }
    filter.end();
    return told;
  }

  it('tells lines as they come', () => {
    expect(played([0, 'one\ntw'], [1, 'o\nthree'])).to.equal('one\ntwo\nthree');
  });

  it('tells of a line that is drawn over and over every few seconds, and how it ended', () => {
    const drawn = Array.from({ length: 1000 }, (_, n): [number, string] => [n * 10, `Receiving: ${n / 10}%\r`]);
    expect(played(...drawn, [10_000, 'Receiving: 100%, done.\n']).split('\n')).to.deep.equal([
      'Receiving: 50%',
      'Receiving: 100%, done.',
      '',
    ]);
  });

  it('keeps no line waiting that never ends', () => {
    expect(played([0, 'x'.repeat(70_000)], [1, 'y'])).to.equal(`${'x'.repeat(70_000)}y`);
  });
});

describe('a source task', () => {
  const definition = (type: 'link' | 'upload' | 'custom') =>
    sourceDefinitionOf('http://house', '7', { type, params: {}, kopr: { macros: { dist: '.x' } } });

  it('has Copr’s macros, which the definition may overrule', () => {
    const plain = sourceDefinitionOf('http://house', '7', { type: 'upload', params: {} });
    expect(sourceMacros(plain)).to.deep.equal({ ...buildMacros(plain), dist: '%{nil}', _disable_source_fetch: '0' });
    expect(sourceMacros(definition('upload'))).to.include({ dist: '.x' });
  });

  it('takes what was not given for empty', () => {
    expect(scmParams.parse({ type: 'git', clone_url: 'x', committish: null, srpm_build_method: 'rpkg' })).to.include({
      committish: '',
      subdirectory: '',
      spec: '',
    });
    expect(customParams.parse({ script: 'x' })).to.deep.equal({ script: 'x', builddeps: '', resultdir: '', tmp: '' });
  });

  it('runs its script in mock with the network, and in no template of the packager’s making', () => {
    const text = renderMockConfig(scriptMockConfigOf({ ...definition('custom'), project_name: '{{ evil }}' }, []));
    expect(text).to.match(/^include\("\/etc\/mock\/minidistro-13-x86_64\.cfg"\)\n/);
    expect(text)
      .to.include(`config_opts["rpmbuild_networking"] = True\n`)
      .and.include(`config_opts["macros"]["%_disable_source_fetch"] = "0"\n`);
    expect(text).to.not.include('{{');
  });

  it('asks mock for one thing after the other, and only the script runs without rights', () => {
    const paths = { config: '/c', results: '/r', uniqueExt: '7-1', script: '/s', payload: '/p', workdir: '/workdir' };
    const steps = planScript(paths, ['make'], { A: 'b c' });
    const mock = 'mock -r /c --resultdir /r --uniqueext 7-1 --no-clean --no-cleanup-after';
    expect(steps.map(({ argv }) => argv.join(' '))).to.deep.equal([
      `${mock} --init`,
      `${mock} --install make`,
      `${mock} --copyin /s /script`,
      `${mock} --chroot set -e; chmod 755 /script; rm -rf /workdir; mkdir -p /workdir; chown mockbuild /workdir`,
      `${mock} --copyin /p /workdir/hook_payload`,
      `${mock} --unpriv --cwd=/workdir --chroot -- env A=b c /script`,
    ]);
    expect(bringOut(paths, '/workdir/x', '/out').join(' ')).to.equal(`${mock} --copyout /workdir/x /out`);
    expect(packSources(paths, '/out/a.spec', '/out').join(' ')).to.equal(
      `${mock} --buildsrpm --spec /out/a.spec --sources /out`,
    );
    expect(planScript({ ...paths, payload: undefined }, [], {}).map(({ title }) => title)).to.deep.equal([
      'chroot',
      'copy of the script',
      'folder to work in',
      'script',
    ]);
  });
});
