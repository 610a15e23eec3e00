import { readdir } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { uploadFolder } from '../src/verbs/store-upload.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const HERE = { ownername: 'alice', projectname: 'p1' };
const URL_1 = 'http://example.org/foo-1.0-1.src.rpm';

describe('API v3: submitting builds', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack({ KOPR_MAX_UPLOAD_BYTES: '100000' });
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    const chroots = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'];
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots });
    await stack.ask('POST', '/api_3/project/add/bob', bob, { name: 'p1', chroots });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  const files = () => readdir(uploadFolder(stack.deps.config)).catch(() => [] as string[]);

  it('takes an upload, part by part as copr-cli sends it', async () => {
    const fields = {
      ...HERE,
      project_dirname: 'p1',
      chroots: null,
      exclude_chroots: null,
      background: 'True',
      enable_net: null,
    };
    const { status, json } = await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(fields));
    expect(status).to.equal(200);
    expect(json).to.deep.include({
      ...HERE,
      project_dirname: 'p1',
      state: 'pending',
      chroots: [],
      is_background: true,
    });
    expect(json).to.deep.include({ submitter: 'alice', started_on: null, ended_on: null, kopr_reason: null });
    expect(json['repo_url']).to.equal('http://localhost:5002/results/alice/p1');
    expect(await stack.said()).to.deep.equal(['source.requested']);
    const [order] = await stack.bodies('source.requested');
    const sha256 = createHash('sha256').update('srpm bytes').digest('hex');
    expect(order?.source.srpm).to.deep.include({ size: 10, sha256 });
    expect(order?.branches).to.have.members(['f42', 'epel9']);
  });

  it('serves the upload under its random address, by ranges too', async () => {
    const form = uploadForm(HERE, '../a b;c.src.rpm');
    const { json } = await stack.ask('POST', '/api_3/build/create/upload', alice, form);
    const { url } = json['source_package'] as { url: string };
    expect(url).to.match(/^http:\/\/localhost:5000\/tmp\/[0-9a-f]{32}\/a_bc\.src\.rpm$/);
    const { pathname } = new URL(url);
    const whole = await fetch(stack.url + pathname);
    expect(await whole.text()).to.equal('srpm bytes');
    expect(whole.headers.get('content-type')).to.equal('application/x-redhat-package-manager');
    expect(whole.headers.get('content-disposition')).to.equal('inline; filename=a_bc.src.rpm');
    const part = await fetch(stack.url + pathname, { headers: { range: 'bytes=5-' } });
    expect([part.status, await part.text()]).to.deep.equal([206, 'bytes']);
    expect(whole.headers.get('etag')).to.equal(`"${createHash('sha256').update('srpm bytes').digest('hex')}"`);
    expect((await fetch(stack.url + pathname.replace('a_bc', 'other'))).status).to.equal(404);
  });

  it('takes one build for each URL', async () => {
    const body = {
      ...HERE,
      pkgs: [URL_1, `${URL_1}?x=1`],
      chroots: ['fedora-42-*'],
      exclude_chroots: ['*aarch64'],
      timeout: '600',
    };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    const items = json['items'] as { chroots: string[]; source_package: { url: string } }[];
    expect(items.map(({ chroots }) => chroots)).to.deep.equal([['fedora-42-x86_64'], ['fedora-42-x86_64']]);
    expect(items[0]?.source_package.url).to.equal(URL_1);
    expect(json['meta']).to.deep.equal({ limit: null, offset: null, order: null, order_type: null });
  });

  it('takes a form as well, of a repeated key the first value', async () => {
    const form = new URLSearchParams({ ...HERE, pkgs: URL_1, chroots: 'epel-9-x86_64' });
    form.append('chroots', 'fedora-42-x86_64');
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, form);
    expect((json['items'] as { chroots: string[] }[])[0]?.chroots).to.deep.equal(['epel-9-x86_64']);
  });

  it('opens a side directory with the first build that names it', async () => {
    const body = { ...HERE, pkgs: URL_1, project_dirname: 'p1:custom:x' };
    for (const said of [['repo.requested', 'source.requested'], ['source.requested']]) {
      const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
      expect((json['items'] as object[])[0]).to.deep.include({ project_dirname: 'p1:custom:x', projectname: 'p1' });
      expect(await stack.said()).to.deep.equal(said);
    }
  });

  const bad = (field: string, ...texts: string[]) => `Bad request parameters: {'${field}': [${texts.join(', ')}]}`;
  const refusals: [string, object, number, string][] = [
    [
      'no URL',
      { pkgs: 'zz' },
      400,
      bad(
        'pkgs',
        `"A list of http[s] URLs separated by whitespace characters is needed ('zz' doesn't seem to be a valid URL)."`,
        `"URLs must end with .src.rpm, .nosrc.rpm, or .spec ('zz' doesn't seem to be a valid URL)."`,
      ),
    ],
    ['no URL at all', {}, 400, bad('pkgs', "'URLs to packages are required'")],
    [
      'a bad chroot',
      { pkgs: URL_1, chroots: ['zz'] },
      400,
      bad('chroots', `"'zz' is not a valid choice for this field."`),
    ],
    [
      'a bad exclusion',
      { pkgs: URL_1, exclude_chroots: ['zz'] },
      400,
      bad('exclude_chroots', `"'zz' is not a valid choice for this field."`),
    ],
    [
      'a bad timeout',
      { pkgs: URL_1, timeout: 'x' },
      400,
      bad('timeout', "'Not a valid integer value.'", "'Number must be between 0 and 108000.'"),
    ],
    ['a bad isolation', { pkgs: URL_1, isolation: 'zz' }, 400, bad('isolation', "'Not a valid choice.'")],
    ['another directory', { pkgs: URL_1, project_dirname: 'other' }, 400, "Copr dirname must start with 'p1:' prefix"],
    [
      'a directory of no kind',
      { pkgs: URL_1, project_dirname: 'p1:foo' },
      400,
      'Please use directory format p1:custom:<SUFFIX_OF_CHOICE> or p1:pr:<ID> (for automatically removed directories)',
    ],
    [
      'a directory with a blank',
      { pkgs: URL_1, project_dirname: 'p1:custom:a b' },
      400,
      "Wrong directory 'p1:custom:a b' specified.  Directory name can consist of alpha-numeric strings separated by colons.",
    ],
    [
      'a forge that the project does not let in',
      { pkgs: URL_1, packit_forge_project: 'github.com/a/b' },
      403,
      "Forge project github.com/a/b can't build in this Copr via Packit.",
    ],
    ['an unknown project', { pkgs: URL_1, projectname: 'zz' }, 404, 'Project alice/zz does not exist.'],
    [
      'a foreign project',
      { pkgs: URL_1, ownername: 'bob' },
      403,
      'User alice is not allowed to build in the copr: bob/p1',
    ],
    [
      'a foreign project, form first',
      { pkgs: URL_1, ownername: 'bob', timeout: -1 },
      400,
      bad('timeout', "'Number must be between 0 and 108000.'"),
    ],
  ];
  for (const [what, more, status, error] of refusals) {
    it(`refuses ${what} in Copr's words`, async () => {
      const reply = await stack.ask('POST', '/api_3/build/create/url', alice, { ...HERE, ...more });
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
      expect(await stack.said()).to.be.empty;
    });
  }

  it('wants a body in which the project is named', async () => {
    for (const path of ['create/url', 'check-before-build']) {
      expect((await stack.ask('POST', `/api_3/build/${path}`, alice)).status).to.equal(415);
      expect((await stack.ask('POST', `/api_3/build/${path}`, alice, { x: 1 })).status).to.equal(400);
    }
    expect((await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm({}))).status).to.equal(415);
  });

  it('checks a build before it is sent, in Copr’s order', async () => {
    const check = (body: object) => stack.ask('POST', '/api_3/build/check-before-build', alice, { ...HERE, ...body });
    expect((await check({ isolation: 'unchanged', timeout: null })).json).to.deep.equal({
      message: 'It should be safe to submit a build like this',
    });
    expect((await check({ ownername: 'bob', project_dirname: 'zz' })).json['error']).to.match(
      /^Copr dirname must start/,
    );
    expect((await check({ ownername: 'bob', timeout: -1 })).json['error']).to.equal(
      "User 'alice' is not allowed to build in 'bob/p1'",
    );
    expect((await check({ project_dirname: 'p1:custom:new' })).status).to.equal(200);
    expect(await stack.said()).to.be.empty;
  });

  it('keeps no file of an upload that it refuses', async () => {
    const before = await files();
    const cases: [FormData, number, RegExp][] = [
      [uploadForm(HERE, 'foo.rpm'), 400, /You can upload only \.src\.rpm/],
      [uploadForm({ ...HERE, chroots: ['zz'] }), 400, /not a valid choice/],
      [uploadForm({ ...HERE, ownername: 'bob' }), 403, /not allowed to build/],
      [uploadForm(HERE, 'big.src.rpm', 'x'.repeat(200_000)), 413, /too large/],
    ];
    for (const [form, status, text] of cases) {
      const reply = await stack.ask('POST', '/api_3/build/create/upload', alice, form);
      expect([reply.status, String(reply.json['error'])]).to.satisfy(
        ([s, e]: [number, string]) => s === status && text.test(e),
      );
    }
    const nothing = new FormData();
    nothing.append('json', new Blob([JSON.stringify(HERE)]), 'json');
    const reply = await stack.ask('POST', '/api_3/build/create/upload', alice, nothing);
    expect(reply.json['error']).to.equal("Bad request parameters: {'pkgs': ['This field is required.']}");
    expect(await files()).to.deep.equal(before);
  });

  it('reads nothing of an upload by a stranger', async () => {
    expect((await stack.ask('POST', '/api_3/build/create/upload', undefined, uploadForm(HERE))).status).to.equal(401);
    expect((await stack.ask('POST', '/api_3/build/create/upload', 'Basic eDp5', uploadForm(HERE))).status).to.equal(
      401,
    );
  });

  it('holds no more of a form’s fields than of other bodies, however long it says that it is', async () => {
    const part = (i: number) => `--x\r\nContent-Disposition: form-data; name="f${i}"\r\n\r\n${'x'.repeat(400_000)}\r\n`;
    const parts = [part(1), part(2), part(3), '--x--\r\n'];
    // A stream is sent in chunks, without its length.
    const body = new Blob(parts).stream();
    const headers = { authorization: alice, 'content-type': 'multipart/form-data; boundary=x' };
    const options = { method: 'POST', headers, body, duplex: 'half' } as const;
    const response = await fetch(`${stack.url}/api_3/build/check-before-build`, options);
    expect(response.status).to.equal(413);
    expect(await response.text()).to.include('too large');
  });

  it('answers 400 to a form that ends too early', async () => {
    const before = await files();
    const body = '--x\r\nContent-Disposition: form-data; name="pkgs"; filename="a.src.rpm"\r\n\r\nbytes';
    const response = await fetch(`${stack.url}/api_3/build/create/upload`, {
      method: 'POST',
      headers: { authorization: alice, 'content-type': 'multipart/form-data; boundary=x' },
      body,
    });
    expect(response.status).to.equal(400);
    expect(await files()).to.deep.equal(before);
  });
});
