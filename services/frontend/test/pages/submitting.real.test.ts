import { faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import type { Stack } from '../stack.js';
import { openPages, type PagesOverStore, projectOf } from './over-store.js';

const CHROOT = 'fedora-42-x86_64';

describe('forms that submit builds', () => {
  let pages: PagesOverStore;
  let stack: Stack;
  let loggedIn: PagesOverStore['loggedIn'];
  before(async () => {
    pages = await openPages();
    ({ stack, loggedIn } = pages);
  });
  after(() => pages.close());

  it('take several addresses at once, and only the chroots that were ticked', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'by-url', 'chroots:epel-9-x86_64': 'yes' });
    await alice.open(`${project}add_build/`);
    const urls = 'https://example.org/a-1-1.src.rpm\nhttps://example.org/b-1-1.src.rpm';
    const fields = { [`chroots:${CHROOT}`]: 'yes', urls, pkgs: new File([], '') };
    const sent = await alice.send(`${project}add_build/`, fields, { multipart: true });
    expect(sent.headers.get('location')).to.equal(`${project}builds/`);
    const { html } = await alice.open(`${project}builds/`);
    expect(html.match(/>pending</g)).to.have.length(2);
    const orders = (await stack.bodies('source.requested')).slice(-2);
    expect(orders.map(({ branches }) => branches)).to.deep.equal([['f42'], ['f42']]);
  });

  it('say what is wrong with a submission and keep what was typed', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'refused' });
    await alice.open(`${project}add_build/`);
    for (const [urls, reason] of [
      ['', 'Give the address of a source'],
      ['ftp://example.org/a.src.rpm', 'A list of http[s] URLs'],
      ['https://example.org/a.tar.gz', 'URLs must end with .src.rpm'],
      ['https://example.org/a.nosrc.rpm', 'A .nosrc.rpm lacks'],
    ] as const) {
      const sent = await alice.send(`${project}add_build/`, { urls }, { multipart: true });
      expect(sent.status, urls).to.equal(400);
      expect(sent.html).to.include(reason).and.include(urls);
    }
  });

  it('take a lone spec, by address and as a file, for which an SRPM is made first', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'specs' });
    await alice.open(`${project}add_build/`);
    const fields = { urls: 'https://example.org/a.spec', pkgs: new File(['Name: b'], 'b.spec') };
    const sent = await alice.send(`${project}add_build/`, fields, { multipart: true });
    expect(sent.status, sent.html).to.equal(303);
    const orders = (await stack.bodies('source.requested')).slice(-2);
    expect(orders.map(({ source }) => [source.type, source.srpm])).to.deep.equal([
      ['link', null],
      ['upload', null],
    ]);
    const odd = await alice.send(`${project}add_build/`, { pkgs: new File(['?'], 'b.zip') }, { multipart: true });
    expect(odd.status).to.equal(400);
    expect(odd.html).to.include('id="pkgs-error"').and.include('You can upload only .src.rpm');
  });

  it('take every other kind of source by a form of its own, and fields left empty as not given', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'sources' });
    const url = 'https://example.org/hello.git';
    const kinds: [string, Record<string, string>, object][] = [
      [
        'scm',
        { scm_type: 'svn', clone_url: url, committish: '', srpm_build_method: 'tito' },
        { type: 'svn', clone_url: url, committish: null, subdirectory: null, srpm_build_method: 'tito' },
      ],
      [
        'distgit',
        { package_name: 'hello', distgit: 'fedora', committish: 'f42' },
        { distgit: 'fedora', committish: 'f42' },
      ],
      [
        'pypi',
        {
          pypi_package_name: 'requests',
          spec_generator: 'pyp2rpm',
          'python_versions:3': 'yes',
          'python_versions:2': 'yes',
        },
        { pypi_package_name: 'requests', pypi_package_version: null, python_versions: ['3', '2'] },
      ],
      ['rubygems', { gem_name: 'rake' }, { gem_name: 'rake' }],
      ['custom', { script: 'echo\r\n', chroot: CHROOT, builddeps: 'git' }, { script: 'echo\n', builddeps: 'git' }],
    ];
    for (const [type, fields, params] of kinds) {
      const form = `${project}add_build_${type}/`;
      const { html } = await alice.open(form);
      expect(faultsIn(html), form).to.deep.equal([]);
      const sent = await alice.send(form, { ...fields, [`chroots:${CHROOT}`]: 'yes' });
      expect(sent.status, sent.html).to.equal(303);
      const page = await alice.open(sent.headers.get('location') ?? '');
      expect(page.html).to.include('Cancel build').and.include('Make SRPM').and.include('>Resolve<');
      const [order] = (await stack.bodies('source.requested')).slice(-1);
      expect(order?.source).to.include({ type, srpm: null });
      expect(order?.source.params).to.deep.include(params);
    }
  });

  it('say beside the field what is wrong with it, keep the rest, and submit nothing', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'marked' });
    const before = (await stack.bodies('source.requested')).length;
    await alice.open(`${project}add_build_scm/`);
    const fields = { clone_url: 'nowhere', committish: '-f', subdirectory: 'kept', srpm_build_method: 'make_srpm' };
    const { status, html } = await alice.send(`${project}add_build_scm/`, fields);
    expect(status).to.equal(400);
    expect(faultsIn(html)).to.deep.equal([]);
    expect(html).to.match(/id="clone_url"[^>]*aria-describedby="clone_url-error clone_url-hint"[^>]*aria-invalid/);
    expect(html).to.include('Invalid URL.').and.include('must not begin with a dash');
    expect(html)
      .to.match(/value="kept"/)
      .and.match(/<option[^>]* selected value="make_srpm"|value="make_srpm" selected/);
    expect(await stack.bodies('source.requested')).to.have.length(before);
    const bob = await loggedIn('bob');
    await bob.open('/api/');
    expect((await bob.send(`${project}add_build_scm/`, { clone_url: 'https://example.org/x.git' })).status).to.equal(
      404,
    );
  });
});
