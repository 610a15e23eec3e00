import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { openStack, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';
const PATH = `alice/tools/${CHROOT}`;
const ASKED = `ownername=alice&projectname=tools&chrootname=${CHROOT}`;

/** What python-copr sends: every key, null where nothing is said. */
const NOTHING = {
  additional_repos: null,
  additional_packages: null,
  additional_modules: null,
  delete_comps: null,
  with_opts: null,
  without_opts: null,
  bootstrap: null,
  bootstrap_image: null,
  isolation: null,
  reset_fields: null,
};

describe('a project’s chroots', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack({ KOPR_MAX_COMPS_BYTES: '2048' });
    alice = await stack.user('alice');
    bob = await stack.user('bob');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'library', chroots: [CHROOT] });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(async () => {
    const chroots = [CHROOT, 'epel-9-x86_64'];
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'tools', chroots, repo_priority: 20 });
  });
  afterEach(() => stack.ask('DELETE', '/api_3/project/delete/alice/tools', alice));

  const edit = (body: object, auth = alice) => stack.ask('PUT', `/api_3/project-chroot/edit/${PATH}`, auth, body);
  const show = async () => (await stack.ask('GET', `/api_3/project-chroot?${ASKED}`)).json;
  const config = async () => (await stack.ask('GET', `/api_3/project-chroot/build-config?${ASKED}`)).json;
  const form = (fields: object, comps?: string, name = 'comps.xml') => {
    const parts = new FormData();
    if (comps !== undefined) parts.append('upload_comps', new Blob([comps], { type: 'application/text' }), name);
    const json = JSON.stringify({ ...NOTHING, ...fields });
    parts.append('json', new Blob([json], { type: 'application/json' }), 'json');
    return parts;
  };

  it('are as Copr shows them', async () => {
    expect(await show()).to.deep.equal({
      mock_chroot: CHROOT,
      ownername: 'alice',
      projectname: 'tools',
      comps_name: null,
      additional_repos: [],
      additional_packages: [],
      additional_modules: [],
      with_opts: [],
      without_opts: [],
      delete_after_days: null,
      isolation: 'unchanged',
    });
  });

  it('are changed by JSON, by plain fields and by a form with a JSON part', async () => {
    const wanted = {
      additional_repos: ['http://c.example.org/$chroot/?priority=4', 'copr://alice/library'],
      additional_packages: ['gcc', 'make'],
      additional_modules: ['perl:5.30', '!nodejs:18'],
      with_opts: ['foo', 'bar'],
      without_opts: ['baz'],
      isolation: 'simple',
    };
    const answer = await edit({ ...wanted, with_opts: 'foo bar' });
    expect([answer.status, answer.json]).to.deep.equal([200, { ...(await show()), ...wanted }]);
    expect((await edit(form({}))).json).to.deep.equal(answer.json);
    expect((await edit(form({ additional_packages: 'cmake ninja' }))).json).to.deep.include({
      additional_packages: ['cmake', 'ninja'],
      with_opts: ['foo', 'bar'],
    });
    const plain = new FormData();
    plain.append('additional_packages', 'zlib-devel');
    expect((await edit(plain)).json['additional_packages']).to.deep.equal(['zlib-devel']);
    const older = await edit({ buildroot_pkgs: 'p1 p2', repos: 'http://z.example.org/', module_toggle: '' });
    expect(older.json).to.deep.include({
      additional_packages: ['p1', 'p2'],
      additional_repos: ['http://z.example.org/'],
      additional_modules: [],
    });
  });

  it('keep modules for an empty list, and drop them for an empty text', async () => {
    expect((await edit({ additional_modules: 'a:1, !b:2' })).json['additional_modules']).to.deep.equal(['a:1', '!b:2']);
    expect((await edit({ additional_modules: [] })).json['additional_modules']).to.deep.equal(['a:1', '!b:2']);
    expect((await edit({ additional_modules: '' })).json['additional_modules']).to.deep.equal([]);
  });

  it('set fields back to what they were at first', async () => {
    await edit({ additional_packages: 'a', with_opts: 'b', isolation: 'nspawn', bootstrap_image: 'fedora:42' });
    const fields = ['additional_packages', 'isolation', 'bootstrap'];
    expect((await edit(form({ reset_fields: fields }))).json).to.deep.include({
      additional_packages: [],
      with_opts: ['b'],
      isolation: 'unchanged',
    });
    expect((await edit({ reset_fields: 'with_opts additional_repos' })).json['with_opts']).to.deep.equal([]);
    const [row] = await stack.deps.db.query<object[]>(
      'SELECT bootstrap, bootstrap_image FROM project_chroots WHERE chroot = ? ORDER BY project_id DESC LIMIT 1',
      [CHROOT],
    );
    expect(row).to.deep.equal({ bootstrap: 'unchanged', bootstrap_image: null });
  });

  const REFUSED: readonly [string, object, string][] = [
    [
      'a repository inside',
      { additional_repos: 'http://[::1]:8080/' },
      "repos: 'http://[::1]:8080/' cannot be used: ::1 is not an address of the public internet; nothing is fetched from there.",
    ],
    ['a module twice', { additional_modules: 'a:1,a:2' }, "module_toggle: Module name 'a' specified multiple times"],
    [
      'a module without a stream',
      { additional_modules: 'foo' },
      "module_toggle: Module name 'foo' must consist of two parts separated with colon, e.g. module:stream",
    ],
    [
      'no image where one is wanted',
      { bootstrap: 'custom_image' },
      'bootstrap_image: Custom image is selected, but not specified',
    ],
    [
      'an image with a space',
      { bootstrap_image: 'a b' },
      'bootstrap_image: Enter valid bootstrap image id (<name>[:<tag>], e.g. fedora:33 or registry.fedoraproject.org/fedora:rawhide).',
    ],
    ['an unknown bootstrap', { bootstrap: 'zz' }, 'bootstrap: Not a valid choice.'],
    ['an unknown isolation', { isolation: 'zz' }, 'isolation: Not a valid choice.'],
    [
      'a repository that is none',
      { additional_repos: 'zz' },
      "repos: A list of http[s] URLs separated by whitespace characters is needed ('zz' doesn't seem to be a valid URL).",
    ],
    [
      'a repository of a project that is not there',
      { additional_repos: 'copr://alice/none' },
      'repos: copr://alice/none does not exist.',
    ],
    [
      'a condition that rpm makes no macro of',
      { with_opts: 'foo-bar' },
      "with_opts: 'foo-bar' is no name of a build condition: rpm knows letters, digits and _ in it.",
    ],
    [
      'a package that dnf would take for an option',
      { additional_packages: '--nogpgcheck' },
      "buildroot_pkgs: '--nogpgcheck' is no name of a package.",
    ],
    [
      'a field that is none',
      { reset_fields: ['zz'] },
      `Trying to reset an invalid attribute: zz\nSee \`copr-cli get-chroot ${PATH}' for all the possible attributes`,
    ],
  ];
  for (const [title, body, error] of REFUSED) {
    it(`refuse ${title}`, async () => {
      const answer = await edit(form(body));
      expect([answer.status, answer.json]).to.deep.equal([400, { error }]);
    });
  }

  it('are changed by those who may', async () => {
    const refused = await edit({ additional_packages: ['x'] }, bob);
    expect([refused.status, refused.json['error']]).to.deep.equal([
      403,
      'Only owners and admins may update their projects.',
    ]);
    expect((await edit({})).status).to.equal(200);
    const deprecated = await stack.ask('POST', `/api_3/project-chroot/edit/${PATH}/`, alice, {});
    expect(deprecated.headers.get('warning')).to.include('Use PUT method instead of POST');
  });

  it('are not found by a name that is none, or that the project does not have', async () => {
    const ask = (chroot: string, name = 'tools') =>
      stack.ask('GET', `/api_3/project-chroot?ownername=alice&projectname=${name}&chrootname=${chroot}`);
    const errors = [await ask('zz'), await ask('fedora-42-aarch64'), await ask(CHROOT, 'zz')].map(
      ({ status, json }) => [status, json['error']],
    );
    expect(errors).to.deep.equal([
      [404, 'Chroot identification is not valid'],
      [404, 'Chroot name fedora-42-aarch64 does not exist in Copr alice/tools.'],
      [404, 'Project alice/zz does not exist.'],
    ]);
  });

  it('show the build root that they make', async () => {
    await edit({ additional_repos: 'http://c.example.org/$chroot/?priority=4 copr://alice/library' });
    const { resultsUrl } = stack.deps.config;
    const own = { id: 'copr_base', name: 'Copr repository', baseurl: `${resultsUrl}/alice/tools/${CHROOT}/` };
    const id = 'http_c_example_org_chroot_priority_4';
    const other = { id, name: `Additional repo ${id}`, baseurl: `http://c.example.org/${CHROOT}/` };
    const library = { id: 'copr_alice_library', name: 'Additional repo copr_alice_library' };
    const baseurl = `${resultsUrl}/alice/library/${CHROOT}/`;
    const answer = await config();
    expect(answer['repos']).to.deep.equal([
      { ...own, priority: 20, module_hotfixes: null, repo_gpgcheck: false },
      { ...other, priority: 4, module_hotfixes: null, repo_gpgcheck: null },
      { ...library, baseurl, priority: null, module_hotfixes: null, repo_gpgcheck: false },
    ]);
    expect(answer['additional_repos']).to.deep.equal([
      'copr://alice/tools',
      'http://c.example.org/$chroot/?priority=4',
      'copr://alice/library',
    ]);
    expect(answer).to.deep.include({ chroot: CHROOT, enable_net: false, isolation: 'unchanged' });
  });

  it('hand package groups to the publisher by a reference, and show them to anybody', async () => {
    const comps = '<comps><group/></comps>';
    expect((await edit(form({}, comps, 'my comps.xml'))).json['comps_name']).to.equal('my comps.xml');
    const page = await stack.ask('GET', `/coprs/alice/tools/chroot/${CHROOT}/comps/`);
    expect([page.text, page.headers.get('content-type')]).to.deep.equal([comps, 'text/plain; charset=utf-8']);
    const settings = async () => (await stack.bodies('repo.requested')).at(-1);
    const url = `http://frontend:5000/coprs/alice/tools/chroot/${CHROOT}/comps/`;
    const sha256 = createHash('sha256').update(comps).digest('hex');
    expect(await settings()).to.deep.include({
      verb: 'settings',
      chroots: [CHROOT],
      settings: { develMode: false, comps: { [CHROOT]: { url, size: null, sha256 } } },
    });
    const before = (await stack.bodies('repo.requested')).length;
    await edit(form({}, comps, 'again.xml'));
    expect(await stack.bodies('repo.requested')).to.have.lengthOf(before);
    expect((await edit(form({ delete_comps: true }))).json['comps_name']).to.equal(null);
    expect((await settings())?.settings).to.deep.equal({ develMode: false, comps: { [CHROOT]: null } });
    expect((await stack.ask('GET', `/coprs/alice/tools/chroot/${CHROOT}/comps`)).text).to.equal('');
    expect((await stack.ask('GET', '/coprs/alice/tools/chroot/zz/comps/')).status).to.equal(404);
  });

  it('go over to a fork with their groups', async () => {
    await edit(form({ additional_packages: 'gcc' }, '<comps/>'));
    await stack.ask('POST', '/api_3/project/fork/alice/tools', bob, { name: 'copy', ownername: 'bob' });
    const asked = `/api_3/project-chroot?ownername=bob&projectname=copy&chrootname=${CHROOT}`;
    const answer = (await stack.ask('GET', asked)).json;
    expect(answer).to.deep.include({ additional_packages: ['gcc'], comps_name: 'comps.xml' });
    const orders = (await stack.bodies('repo.requested')).filter(({ verb }) => verb === 'settings');
    const last = orders.at(-1);
    expect([last?.project.owner, last?.chroots]).to.deep.equal(['bob', [CHROOT]]);
    expect(last?.settings.comps?.[CHROOT]?.url).to.equal(`http://frontend:5000/coprs/bob/copy/chroot/${CHROOT}/comps/`);
  });

  it('take no groups that are too long or no text', async () => {
    const long = await edit(form({}, 'x'.repeat(2049)));
    expect([long.status, long.json['error']]).to.deep.equal([413, 'The file is too large, the limit is 2048 bytes.']);
    const parts = new FormData();
    parts.append('upload_comps', new Blob([Uint8Array.of(0xff, 0xfe)]), 'comps.xml');
    const odd = await edit(parts);
    expect([odd.status, odd.json['error']]).to.deep.equal([400, 'upload_comps: This is no text in UTF-8.']);
  });
});
