import { expect } from 'chai';
import { addressed, rpmDefinition, type DefinitionInput } from '../src/domain/definition.js';
import { splitModules, togglesOf, whyNotModules } from '../src/domain/modules.js';
import { repoEntries } from '../src/domain/repos.js';
import { build, input, root, ROOT } from './cast.js';

/** A definition of alice's build, with these settings of project and chroot. */
function definition(
  project: Partial<DefinitionInput['project']> = {},
  chroot: Parameters<typeof root>[1] = {},
  own: Parameters<typeof build>[0] = {},
) {
  const { project: plain, vendor, allowPrivate } = input();
  const settings = { ...plain, ...project };
  return rpmDefinition({
    build: build(own),
    root: root(ROOT, chroot),
    project: settings,
    source: null,
    memoryMb: 2048,
    vendor,
    allowPrivate,
  });
}

const options = build().options;

describe('a task’s definition', () => {
  it('says nothing of what is not set', () => {
    expect(definition()).not.to.have.any.keys('modules', 'bootstrap', 'bootstrap_image');
    expect(definition()).to.deep.include({ isolation: 'default', enable_net: false, buildroot_pkgs: [] });
  });

  it('has the chroot’s packages, conditions and modules', () => {
    const own = { packages: ['make'], withOpts: ['a'], withoutOpts: ['b'], modules: ['perl:5.30', '!nodejs:18'] };
    expect(definition({}, own)).to.deep.include({
      buildroot_pkgs: ['make'],
      with_opts: ['a'],
      without_opts: ['b'],
      modules: { toggle: [{ enable: 'perl:5.30' }, { disable: 'nodejs:18' }] },
    });
  });

  it('carries what later parts of the house look at', () => {
    const settings = { fedoraReview: true, appstream: true, repoPriority: 7, enableNet: true, develMode: true };
    expect(definition(settings)).to.deep.include({
      fedora_review: true,
      appstream: true,
      repo_priority: 7,
      enable_net: true,
      uses_devel_repo: true,
    });
  });

  const PLACES: readonly [string, string | null, string, string, string][] = [
    ['the build’s', 'simple', 'nspawn', 'default', 'simple'],
    ['the chroot’s where the build leaves it', 'unchanged', 'nspawn', 'simple', 'nspawn'],
    ['the project’s where both leave it', null, 'unchanged', 'simple', 'simple'],
    ['the default where all do', 'unchanged', 'unchanged', 'default', 'default'],
  ];
  for (const [whose, ofBuild, ofChroot, ofProject, expected] of PLACES) {
    it(`takes ${whose} isolation`, () => {
      const asked = definition(
        { isolation: ofProject },
        { isolation: ofChroot },
        { options: { ...options, isolation: ofBuild } },
      );
      expect(asked.isolation).to.equal(expected);
    });
  }

  it('takes an image for the bootstrap root only where the chroot’s bootstrap holds', () => {
    const custom = { bootstrap: 'custom_image', bootstrapImage: 'fedora:42' };
    const image = { bootstrap: 'custom_image', bootstrap_image: 'fedora:42' };
    expect(definition({ bootstrap: 'on' }, custom)).to.deep.include(image);
    const off = definition({}, custom, { options: { ...options, bootstrap: 'off' } });
    expect(off.bootstrap).to.equal('off');
    expect(off).not.to.have.property('bootstrap_image');
    expect(definition({ bootstrap: 'image' }).bootstrap).to.equal('image');
  });

  it('has the project’s repositories in Copr’s order, each once', () => {
    const project = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools:pr:3' };
    const settings = { develMode: true, moduleHotfixes: true, repoPriority: 9 };
    const { repos } = definition(
      { ...settings, additionalRepos: ['http://a.org/$distname/$chroot?priority=4', 'copr://bob/lib'] },
      { repos: ['copr://bob/lib', 'http://b.org/'] },
      { project },
    );
    expect(repos.map(({ id }) => id)).to.deep.equal([
      'copr_base',
      'copr_base_devel',
      'copr_coprdir',
      'http_a_org_distname_chroot_priority_4',
      'copr_bob_lib',
      'http_b_org',
    ]);
    expect(repos[0]).to.deep.include({ priority: 9, module_hotfixes: true, repo_gpgcheck: false });
    expect(repos[1]).not.to.have.property('module_hotfixes');
    expect(repos[3]).to.deep.include({ baseurl: `http://a.org/minidistro/${ROOT}`, priority: 4 });
    expect(repos[4]).to.deep.include({ baseurl: `kopr:results/bob/lib/${ROOT}/`, repo_gpgcheck: false });
  });

  it('has users’ repositories read through the guard, and not those of house and operator', () => {
    const asked = definition(
      { additionalRepos: ['http://a.org/', 'copr://bob/lib', 'http://operator.org'] },
      {
        repos: ['http://b.org/'],
        operatorRepos: ['http://operator.org/', 'http://10.0.0.5/$chroot', 'copr://bob/lib'],
      },
    );
    const inside = { frontend: 'http://f', distGit: 'http://d', results: 'http://10.0.0.1/r', intake: 'http://i' };
    const { kopr, repos } = addressed(asked, inside);
    const guarded = repos.filter(({ id }) => !kopr.trusted_repos.includes(id)).map(({ baseurl }) => baseurl);
    // The user's entry counts where it has the id of the operator's: the word for it is then the user's.
    expect(guarded).to.deep.equal(['http://a.org/', 'http://operator.org', 'http://b.org/']);
    expect(kopr.trusted_repos).to.include.members(['copr_base', 'copr_bob_lib', `http_10_0_0_5_chroot`]);
  });

  it('was kept before it named repositories to trust, and still has the house’s', () => {
    const { kopr, ...rest } = definition();
    const older: Partial<typeof kopr> = { ...kopr };
    delete older.trusted_repos;
    const inside = { frontend: 'http://f', distGit: 'http://d', results: 'http://10.0.0.1/r', intake: 'http://i' };
    expect(addressed({ ...rest, kopr: older as typeof kopr }, inside).kopr.trusted_repos).to.deep.equal(['copr_base']);
  });

  it('says no priority that is dnf’s own', () => {
    const place = { results: 'r', owner: 'a', name: 'p', dirname: 'p', chroot: ROOT, develMode: false };
    const [base] = repoEntries({ ...place, priority: 99, moduleHotfixes: false, urls: [] });
    expect(base?.priority).to.equal(null);
  });
});

describe('modules of a chroot', () => {
  it('are read from a list and from a text', () => {
    expect(splitModules(['a:1, !b:2'])).to.deep.equal(['a:1', '!b:2']);
    expect(splitModules(['a:1', ' b:2 ', ''])).to.deep.equal(['a:1', 'b:2']);
    expect(togglesOf(['! b:2'])).to.deep.equal([{ disable: 'b:2' }]);
  });

  it('are names and streams that dnf can read, each name once', () => {
    expect(whyNotModules(['a:1', 'b:rhel-8.2', '!c++:2'])).to.equal(undefined);
    expect(whyNotModules(['a:1', '!a:2'])).to.include("'a' specified multiple times");
    for (const odd of ['a', 'a:b:c', '!']) expect(whyNotModules([odd]), odd).to.include('two parts');
    for (const odd of ['a:', ':b', 'a b:1', '-x:1', 'a:{{x}}']) expect(whyNotModules([odd]), odd).to.include('letters');
    expect(whyNotModules(Array.from({ length: 101 }, (_, i) => `m${i}:1`))).to.include('At most 100');
  });
});
