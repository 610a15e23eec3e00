import { expect } from 'chai';
import { openStack, type Stack } from './stack.js';

const CHROOTS = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'];
const GIT = 'https://example.org/hello.git';
const NAME_TEXT = 'package_name: Please enter a valid package name in ^[-+_.a-zA-Z0-9]+$';

describe('API v3: packages', () => {
  let stack: Stack;
  let [alice, bob] = ['', ''];
  let project = '';
  let count = 0;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
  });
  beforeEach(async () => {
    project = `p${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: project, chroots: CHROOTS });
  });
  after(() => stack[Symbol.asyncDispose]());

  const post = (path: string, body: unknown, auth: string | undefined = alice) =>
    stack.ask('POST', `/api_3/package/${path}`, auth, body);
  const add = (name: string, type: string, body: object = {}, auth?: string) =>
    post(`add/alice/${project}/${name}/${type}`, { package_name: name, ...body }, auth);
  const edit = (name: string, type: string, body: object = {}, auth?: string) =>
    post(`edit/alice/${project}/${name}/${type}`, { package_name: name, ...body }, auth);
  const get = (name: string, more = '') =>
    stack.ask('GET', `/api_3/package?ownername=alice&projectname=${project}&packagename=${name}${more}`);
  const list = async (more = '') => {
    const { json } = await stack.ask('GET', `/api_3/package/list?ownername=alice&projectname=${project}${more}`);
    return { names: (json['items'] as { name: string }[]).map(({ name }) => name), meta: json['meta'] };
  };
  const about = (name: string) => ({ ownername: 'alice', projectname: project, package_name: name });
  const shown = async (name: string) => (await get(name)).json['source_dict'];

  it('keep what two edits at once say of different things', async () => {
    await add('hello', 'scm', { clone_url: GIT });
    for (const i of [1, 2, 3, 4, 5]) {
      const both = [{ committish: `c${i}` }, { subdirectory: `s${i}` }];
      await Promise.all(both.map((change) => edit('hello', 'scm', change)));
      expect(await shown('hello')).to.include({ committish: `c${i}`, subdirectory: `s${i}` });
    }
  });

  it('are added with a source, and shown with it', async () => {
    const { status, json } = await add('hello', 'scm', { clone_url: GIT, source_build_method: 'tito' });
    const dict = { type: 'git', clone_url: GIT, committish: null, subdirectory: null, spec: null };
    expect(status).to.equal(200);
    expect(json).to.deep.equal({
      id: json['id'],
      name: 'hello',
      ownername: 'alice',
      projectname: project,
      source_type: 'scm',
      source_dict: { ...dict, source_build_method: 'tito' },
      auto_rebuild: false,
      kopr_webhook_branches: [],
      kopr_webhook_tags: [],
      kopr_webhook_paths: [],
      kopr_webhook_pull_requests: 'all',
      kopr_source_secret: null,
      builds: { latest: null, latest_succeeded: null },
    });
    expect((await get('hello')).json).to.deep.equal(json);
    expect((await get('hello', '&with_latest_build=True')).json).to.deep.equal(json);
  });

  it('may come from anywhere that a build may', async () => {
    const cases: [string, object, object][] = [
      [
        'pypi',
        { pypi_package_name: 'foo', spec_template: null },
        {
          pypi_package_name: 'foo',
          pypi_package_version: null,
          spec_generator: 'pyp2spec',
          spec_template: '',
          python_versions: [],
        },
      ],
      ['rubygems', { gem_name: 'rake' }, { gem_name: 'rake' }],
      ['distgit', {}, { clone_url: 'https://src.fedoraproject.org/rpms/from-distgit', distgit: 'fedora' }],
      [
        'custom',
        { script: 'x', script_builddeps: 'git make', script_chroot: 'epel-9-x86_64' },
        { script: 'x\n', chroot: 'epel-9-x86_64', builddeps: 'git make', resultdir: null, repos: '' },
      ],
    ];
    for (const [type, body, dict] of cases) {
      const { status, json } = await add(`from-${type}`, type, body);
      expect([status, json['source_type'], json['source_dict']]).to.deep.equal([200, type, dict]);
    }
  });

  it('bear the name that the body says, whatever the address says', async () => {
    const { status, json } = await post(`add/alice/${project}/other/rubygems`, { package_name: 'this', gem_name: 'g' });
    expect([status, json['name']]).to.deep.equal([200, 'this']);
    expect((await post(`edit/alice/${project}/this/rubygems`, { package_name: 'that' })).json['name']).to.equal('this');
  });

  it('are added by a form as well, and by an address with a slash at its end', async () => {
    const form = new URLSearchParams({ package_name: 'hello', gem_name: 'g', webhook_rebuild: 'on' });
    const { json } = await stack.ask('POST', `/api_3/package/add/alice/${project}/hello/rubygems/`, alice, form);
    expect(json).to.deep.include({ source_type: 'rubygems', auto_rebuild: true });
  });

  const refusals: [string, string, object, number, string][] = [
    ['an unknown type', 'zz', {}, 400, 'Unsupported package source type zz'],
    ['the type of finished sources', 'link', { url: 'x' }, 400, 'Unsupported package source type link'],
    ['no type at all', 'unset', {}, 400, 'Unsupported package source type unset'],
    ['no source', 'scm', {}, 400, 'clone_url: This field is required.'],
    ['a bad name', 'rubygems', { gem_name: 'g', package_name: 'a b' }, 400, NAME_TEXT],
    ['dots for a name', 'rubygems', { gem_name: 'g', package_name: '..' }, 400, NAME_TEXT],
    [
      'a long name',
      'rubygems',
      { gem_name: 'g', package_name: 'x'.repeat(101) },
      400,
      'package_name: Field cannot be longer than 100 characters.',
    ],
    [
      'bad numbers',
      'rubygems',
      { gem_name: 'g', timeout: 108001, max_builds: 101 },
      400,
      'max_builds: Number must be between 0 and 100.\ntimeout: Number must be between 0 and 108000.',
    ],
    [
      'a pattern that means nothing',
      'rubygems',
      { gem_name: 'g', chroot_denylist: 'epel-*, zz-*' },
      400,
      'chroot_denylist: no chroot matched by pattern "zz-*"',
    ],
    [
      'a pattern that is none',
      'rubygems',
      { gem_name: 'g', chroot_denylist: 'A b' },
      400,
      'chroot_denylist: "A b" is no pattern of chroots',
    ],
  ];
  for (const [what, type, body, status, error] of refusals) {
    it(`are not added with ${what}`, async () => {
      const reply = await add('hello', type, body);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
      expect((await list()).names).to.deep.equal([]);
    });
  }

  it('are not added without a body, a right or a project, nor twice', async () => {
    const path = `add/alice/${project}/hello/rubygems`;
    const nothing = await stack.ask('POST', `/api_3/package/${path}`, alice);
    expect([nothing.status, nothing.json['error']]).to.deep.equal([
      400,
      `${NAME_TEXT}\ngem_name: This field is required.`,
    ]);
    expect((await stack.ask('POST', `/api_3/package/${path}`, undefined, {})).status).to.equal(401);
    const foreign = await add('hello', 'zz', {}, bob);
    expect([foreign.status, foreign.json['error']]).to.deep.equal([
      403,
      'You are not allowed to add or edit packages in this copr.',
    ]);
    const nowhere = await post('add/alice/nowhere/hello/rubygems', {});
    expect([nowhere.status, nowhere.json['error']]).to.deep.equal([404, 'Project alice/nowhere does not exist.']);
    await add('hello', 'rubygems', { gem_name: 'g' });
    const twice = await add('hello', 'rubygems', { gem_name: 'g' });
    expect([twice.status, twice.json['error']]).to.deep.equal([
      409,
      `Package hello already exists in copr alice/${project}.`,
    ]);
  });

  it('keep what an edit does not say', async () => {
    await add('hello', 'scm', { clone_url: GIT, subdirectory: 'sub', spec: 'a.spec', scm_type: 'svn' });
    const kept = { type: 'svn', clone_url: GIT, committish: null, source_build_method: 'rpkg' };
    await edit('hello', 'scm', { subdirectory: '', spec: null });
    expect(await shown('hello')).to.deep.equal({ ...kept, subdirectory: '', spec: 'a.spec' });
    for (const path of [`edit/alice/${project}/hello`, `edit/alice/${project}/hello/`]) {
      expect((await post(path, { package_name: 'hello', spec: 'b.spec' })).status).to.equal(200);
    }
    expect(await shown('hello')).to.deep.equal({ ...kept, subdirectory: '', spec: 'b.spec' });
  });

  it('change their type with an edit that says enough', async () => {
    await add('hello', 'scm', { clone_url: GIT });
    const poor = await edit('hello', 'rubygems');
    expect([poor.status, poor.json['error']]).to.deep.equal([400, 'gem_name: This field is required.']);
    const { json } = await edit('hello', 'rubygems', { gem_name: 'g' });
    expect(json).to.deep.include({ source_type: 'rubygems', source_dict: { gem_name: 'g' } });
  });

  it('are rebuilt by webhooks only when that is said', async () => {
    await add('hello', 'rubygems', { gem_name: 'g' });
    const cases: [unknown, boolean][] = [
      [true, true],
      [null, true],
      ['off', true],
      [false, false],
      [undefined, false],
      ['false', false],
    ];
    for (const [webhook_rebuild, on] of cases) {
      expect((await edit('hello', 'rubygems', { webhook_rebuild })).json['auto_rebuild']).to.equal(on);
    }
  });

  it('are not edited wrongly', async () => {
    await add('hello', 'scm', { clone_url: GIT });
    const cases: [Promise<{ status: number; json: Record<string, unknown> }>, number, string][] = [
      [edit('zz', 'scm', {}, bob), 404, `Package zz does not exists in copr alice/${project}.`],
      [edit('hello', 'scm', {}, bob), 403, 'You are not allowed to add or edit packages in this copr.'],
      [edit('hello', 'None'), 400, 'Unsupported package source type None'],
      [edit('hello', 'scm', { clone_url: 'zz' }), 400, 'clone_url: Invalid URL.'],
      [post(`edit/alice/${project}/hello/scm`, {}), 400, `${NAME_TEXT}\nclone_url: This field is required.`],
    ];
    for (const [reply, status, error] of cases) {
      const { json, status: got } = await reply;
      expect([got, json]).to.deep.equal([status, { error }]);
    }
  });

  it('forget their source when they are reset', async () => {
    await add('hello', 'rubygems', { gem_name: 'g', webhook_rebuild: true });
    const { json } = await stack.ask('PUT', '/api_3/package/reset', alice, about('hello'));
    expect(json).to.deep.include({ source_type: 'unset', source_dict: {}, auto_rebuild: true });
    const again = await post('reset', about('hello'));
    expect([again.status, again.headers.get('warning')]).to.deep.equal([
      200,
      'This method is deprecated: Use PUT method instead of POST',
    ]);
    const edited = await post(`edit/alice/${project}/hello/`, { package_name: 'hello' });
    expect([edited.status, edited.json['error']]).to.deep.equal([400, 'Unsupported package source type unset']);
  });

  it('are deleted, and then are no more', async () => {
    const { json: before } = await add('hello', 'rubygems', { gem_name: 'g' });
    expect((await stack.ask('DELETE', '/api_3/package/delete', alice, about('hello'))).json).to.deep.equal(before);
    const { status, json } = await stack.ask('DELETE', '/api_3/package/delete', alice, about('hello'));
    expect([status, json]).to.deep.equal([404, { error: `No package with name hello in copr ${project}` }]);
  });

  for (const [verb, act] of [
    ['PUT', 'reset'],
    ['DELETE', 'delete'],
  ] as const) {
    it(`are not ${act === 'reset' ? 'reset' : 'deleted'} by just anybody, nor by no name`, async () => {
      const { json } = await add('hello', 'rubygems', { gem_name: 'g' });
      const ask = (body: unknown, auth: string | undefined = alice) =>
        stack.ask(verb, `/api_3/package/${act}`, auth, body);
      const foreign = await ask(about('hello'), bob);
      expect([foreign.status, foreign.json['error']]).to.deep.equal([
        403,
        `You are not allowed to ${act} package \`${String(json['id'])}\`.`,
      ]);
      expect((await stack.ask(verb, `/api_3/package/${act}`, undefined, about('hello'))).status).to.equal(401);
      expect((await ask(undefined)).status).to.equal(415);
      expect((await ask({ package_name: 'hello' })).status).to.equal(400);
      expect((await ask({ ...about('hello'), projectname: 'zz' })).status).to.equal(404);
      const nameless = await ask({ ownername: 'alice', projectname: project });
      expect([nameless.status, nameless.json['error']]).to.deep.equal([
        404,
        `No package with name None in copr ${project}`,
      ]);
    });
  }

  it('are listed page by page, in the order that is asked for', async () => {
    for (const name of ['b', 'c', 'a']) await add(name, 'rubygems', { gem_name: name });
    const plain = { offset: 0, order: 'id', order_type: 'ASC' };
    expect(await list()).to.deep.equal({ names: ['b', 'c', 'a'], meta: { ...plain, limit: null } });
    expect(await list('&limit=1&offset=1')).to.deep.equal({ names: ['c'], meta: { ...plain, limit: 1, offset: 1 } });
    expect((await list('&order=name')).names).to.deep.equal(['a', 'b', 'c']);
    expect((await list('&order=name&order_type=DESC&limit=2')).names).to.deep.equal(['c', 'b']);
  });

  it('are not listed for wrong questions', async () => {
    const cases: [string, number, string][] = [
      [`ownername=alice&projectname=${project}&limit=zz`, 400, "{'limit': ['Not a valid integer value.']}"],
      [
        `ownername=alice&projectname=${project}&order=zz`,
        400,
        "Cannot order by zz, package doesn't have such property",
      ],
      ['ownername=alice&projectname=zz', 404, 'Project alice/zz does not exist.'],
      ['ownername=@zz&projectname=zz', 404, 'Group zz does not exist.'],
      ['projectname=zz', 400, 'Missing argument ownername'],
    ];
    for (const [query, status, error] of cases) {
      const reply = await stack.ask('GET', `/api_3/package/list?${query}`);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
    }
    expect((await get('zz')).json).to.deep.equal({ error: `No package with name zz in copr ${project}` });
    const nameless = await stack.ask('GET', `/api_3/package?ownername=alice&projectname=${project}`);
    expect(nameless.json['error']).to.equal('Missing argument packagename');
  });

  it('are listed in pages when there are more than ten thousand', async () => {
    const { json } = await stack.ask('GET', `/api_3/project?ownername=alice&projectname=${project}`);
    await stack.deps.db.query(
      `INSERT INTO packages (project_id, name, created_at) SELECT ?, CONCAT('p', seq), NOW() FROM seq_1_to_10001`,
      [json['id']],
    );
    const reply = await stack.ask('GET', `/api_3/package/list?ownername=alice&projectname=${project}`);
    expect([reply.status, reply.json['error']]).to.deep.equal([
      413,
      'Too many packages, please use pagination. Requests are limited to only 10000 packages at once.',
    ]);
    expect((await list('&limit=2&offset=9999')).names).to.deep.equal(['p10000', 'p10001']);
  });
});
