import { expect } from 'chai';
import { sourceForm, withSourceAliases, type FormType } from '../src/api/source-forms.js';
import { validate } from '../src/api/validate.js';

const FEDORA = {
  name: 'fedora',
  cloneUrl: 'https://src.fedoraproject.org',
  clonePackageUri: '{namespace}/rpms/{pkgname}',
  defaultNamespace: '',
  archiveUri: null,
};
const CHOICES = { chroots: ['fedora-42-x86_64', 'fedora-42-aarch64'], distGits: [FEDORA], pythonVersions: ['3'] };

function stored(type: FormType, body: object, more: object = {}) {
  return validate(sourceForm(type, { ...CHOICES, ...more }).stored, withSourceAliases({ ...body }), 'lines');
}

describe('the forms of sources', () => {
  const url = 'https://example.org/hello.git';
  const scm = {
    type: 'git',
    clone_url: url,
    committish: null,
    subdirectory: null,
    spec: null,
    srpm_build_method: 'rpkg',
  };
  const taken: [FormType, object, object][] = [
    ['scm', { clone_url: url }, scm],
    [
      'scm',
      { clone_url: url, source_build_method: 'tito', srpm_build_method: 'rpkg' },
      { ...scm, srpm_build_method: 'tito' },
    ],
    ['scm', { clone_url: 'git://example.org/x', spec: '' }, { ...scm, clone_url: 'git://example.org/x', spec: '' }],
    [
      'pypi',
      { pypi_package_name: 'foo', python_versions: [3, 2] },
      {
        pypi_package_name: 'foo',
        pypi_package_version: null,
        spec_generator: 'pyp2spec',
        spec_template: '',
        python_versions: ['3', '2'],
      },
    ],
    ['rubygems', { gem_name: ' rake ' }, { gem_name: 'rake' }],
    [
      'custom',
      { script: 'a\r\nb', builddeps: ['git', 'make'] },
      { script: 'a\nb\n', chroot: 'fedora-latest-x86_64', builddeps: 'git make', resultdir: null, repos: '' },
    ],
    [
      'custom',
      { script: 'a\n', script_chroot: 'fedora-42-x86_64', script_repos: 'http://a.example.org/' },
      { script: 'a\n', chroot: 'fedora-42-x86_64', builddeps: null, resultdir: null, repos: 'http://a.example.org/' },
    ],
    [
      'distgit',
      { package_name: 'hello' },
      { clone_url: 'https://src.fedoraproject.org/rpms/hello', distgit: 'fedora' },
    ],
    [
      'distgit',
      { package_name: 'hello', namespace: '@a/b', committish: 'f42' },
      {
        clone_url: 'https://src.fedoraproject.org/@a/b/rpms/hello',
        distgit: 'fedora',
        namespace: '@a/b',
        committish: 'f42',
      },
    ],
  ];
  for (const [type, body, params] of taken) {
    it(`store ${JSON.stringify(body)} as Copr does`, () => {
      expect(stored(type, body)).to.deep.equal(params);
    });
  }

  it('keep the order of keys, which clients print', () => {
    const keys = (type: FormType, body: object) => Object.keys(stored(type, body));
    const scmKeys = ['type', 'clone_url', 'subdirectory', 'committish', 'spec', 'srpm_build_method'];
    expect(keys('scm', { clone_url: url })).to.deep.equal(scmKeys);
    expect(keys('custom', { script: 'x' })).to.deep.equal(['script', 'chroot', 'builddeps', 'resultdir', 'repos']);
  });

  const refused: [FormType, object, string][] = [
    ['scm', {}, 'clone_url: This field is required.'],
    ['scm', { clone_url: 'git@example.org:x.git' }, 'clone_url: Invalid URL.'],
    ['scm', { clone_url: 'file:///etc/passwd' }, 'clone_url: Invalid URL.'],
    ['scm', { clone_url: url, scm_type: 'hg' }, 'scm_type: Not a valid choice.'],
    ['scm', { clone_url: url, source_build_method: 'zz' }, 'srpm_build_method: Not a valid choice.'],
    ['scm', { clone_url: url, spec: 'x.txt' }, 'spec: RPM spec file must end with .spec'],
    ['scm', { clone_url: url, committish: '--upload-pack=x' }, 'committish: A committish must not begin with a dash.'],
    ['scm', { clone_url: url, subdirectory: 'a/../..' }, 'subdirectory: The path must not lead out of the sources.'],
    ['scm', { clone_url: url, committish: 'a\u0000b' }, 'committish: Control characters are not allowed.'],
    [
      'pypi',
      { pypi_package_name: '', python_versions: ['4'], spec_generator: 'q', spec_template: 'zz' },
      'pypi_package_name: This field is required.\nspec_generator: Not a valid choice.\nspec_template: Not a valid choice.\n' +
        "python_versions: '4' is not a valid choice for this field.",
    ],
    ['pypi', { pypi_package_name: 'f'.repeat(94) }, 'pypi_package_name: Field cannot be longer than 93 characters.'],
    ['rubygems', { gem_name: 'r'.repeat(93) }, 'gem_name: Field cannot be longer than 92 characters.'],
    ['custom', {}, 'script: This field is required.'],
    ['custom', { script: 'x'.repeat(4097) }, 'script: Maximum script size is 4kB'],
    ['custom', { script: 'x', chroot: 'fedora-latest-s390x' }, 'chroot: Not a valid choice.'],
    ...['file:///etc/', 'ftp://example.org/', 'http://example.org/,file:///etc/', '/etc/'].map(
      (repo): [FormType, object, string] => [
        'custom',
        { script: 'x', script_repos: repo },
        `repos: A list of http[s] URLs separated by whitespace characters is needed ('${repo}' doesn't seem to be a valid URL).`,
      ],
    ),
    [
      'custom',
      { script: 'x', script_repos: 'http://a.example.org/ http://169.254.169.254/latest/' },
      "repos: 'http://169.254.169.254/latest/' cannot be used: 169.254.169.254 is not an address of the public internet; nothing is fetched from there.",
    ],
    [
      'distgit',
      { package_name: 'x', distgit: 'zz' },
      'distgit: Not a valid choice.\ndistgit: DistGit ID must be one of: fedora',
    ],
  ];
  for (const [type, body, error] of refused) {
    it(`refuse ${JSON.stringify(body).slice(0, 60)} for ${type}`, () => {
      expect(() => stored(type, body)).to.throw(error);
    });
  }

  it('take repositories with variables, projects of the house, and private networks where the operator allows them', () => {
    const script_repos = 'https://$releasever.example.org/${basearch}/$chroot/?priority=4 copr://@group/tools:pr:1';
    expect(stored('custom', { script: 'x', script_repos })['repos']).to.equal(script_repos);
    const inside = { script: 'x', script_repos: 'http://10.0.0.5:8080/' };
    expect(stored('custom', inside, { allowPrivate: true })['repos']).to.equal('http://10.0.0.5:8080/');
    expect(() => stored('custom', inside)).to.throw('10.0.0.5 is not an address');
  });

  it('take an address in the form of scp for packages, which may have a key for it', () => {
    const clone_url = 'git@example.org:x.git';
    expect(stored('scm', { clone_url }, { packageName: 'x' })).to.include({ clone_url });
    expect(() => stored('scm', { clone_url: 'git@-oProxyCommand=id:x' }, { packageName: 'x' })).to.throw(
      'Invalid URL.',
    );
  });

  it('take a package’s own name, and ask for a namespace where one is needed', () => {
    expect(stored('distgit', {}, { packageName: 'hello' })['clone_url']).to.equal(
      'https://src.fedoraproject.org/rpms/hello',
    );
    const strict = { distGits: [{ ...FEDORA, name: 'x', defaultNamespace: null }], packageName: 'hello' };
    expect(() => stored('distgit', {}, strict)).to.throw("namespace: DistGit 'x' requires 'namespace' specified");
  });
});
