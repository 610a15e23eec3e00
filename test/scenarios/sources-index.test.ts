/** Acceptance: PyPI's real index through to the imported SRPM, by both tools; RubyGems where its tool is to be had. */
import { expect } from 'chai';
import { packager, type Packager } from '../kit/client.js';
import { sourceOf, submit, type SourceFacts } from '../kit/sources.js';
import { DIST_GIT, must, run, until } from '../kit/stack.js';

describe('a source from a package index', function () {
  this.timeout(600_000);
  let jana: Packager;

  before(async () => {
    jana = await packager('jana');
    await jana.project('index');
  });

  /** Whether the image of source tasks has a tool. */
  const has = async (tool: string): Promise<boolean> => {
    const args = ['run', '--rm', '--entrypoint', 'sh', 'kopr/source-tools:dev', '-c', `command -v ${tool}`];
    return (await run('docker', args)).code === 0;
  };

  /** Waits until the source is imported; whether this distribution can build it is another matter. */
  async function imported(id: number): Promise<SourceFacts> {
    return until(`the source of ${id} is imported`, 400_000, async () => {
      const facts = await sourceOf(jana, id);
      if (facts.state === 'failed') throw new Error(`${String(facts.stage)}: ${String(facts.reason)}`);
      return facts.state === 'succeeded' && facts;
    });
  }

  const isInDistGit = async (name: string): Promise<void> => {
    const refs = await must('git', ['ls-remote', `${DIST_GIT}/git/jana/index/${name}`]);
    expect(refs).to.match(/[0-9a-f]{40}\s+refs\/heads\//);
  };

  it('is written by pyp2spec, in the version that was named', async () => {
    const fields = { pypi_package_name: 'six', pypi_package_version: '1.16.0', spec_generator: 'pyp2spec' };
    const { id } = await submit(jana, 'index', 'pypi', fields);
    expect((await imported(id)).pin.version).to.equal('1.16.0');
    await isInDistGit('python-six');
  });

  it('is written by pyp2rpm in the newest version, which is noted', async () => {
    const { id } = await submit(jana, 'index', 'pypi', { pypi_package_name: 'six', spec_generator: 'pyp2rpm' });
    expect((await imported(id)).pin.version).to.match(/^\d+\.\d+/);
    await isInDistGit('python-six');
  });

  it('says which package the index does not have', async () => {
    const { id } = await submit(jana, 'index', 'pypi', { pypi_package_name: 'no-such-package-of-kopr' });
    expect((await jana.ended(id)).state).to.equal('failed');
    expect((await sourceOf(jana, id)).reason).to.match(/no-such-package-of-kopr|404|not found/i);
  });

  it('is written by gem2rpm', async function () {
    // Skipped where the image was made without it: the registries reached there do not have it.
    if (!(await has('gem2rpm'))) this.skip();
    const { id } = await submit(jana, 'index', 'rubygems', { gem_name: 'rake' });
    expect((await imported(id)).pin.version).to.match(/^\d+\.\d+/);
    await isInDistGit('rubygem-rake');
  });
});
