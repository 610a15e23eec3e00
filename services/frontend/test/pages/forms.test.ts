import { expect } from 'chai';
import { type Deed, serveSample } from './sample-site.js';
import { type Visitor, visitor } from './visit.js';

const PROJECT = { name: 'new', 'chroots:fedora-42-x86_64': 'yes', description: ' words ', enableNet: 'yes' };

describe('forms', () => {
  let deeds: Deed[];
  let url: string;
  let close: () => void;
  let alice: Visitor;
  beforeEach(async () => {
    ({ url, deeds, close } = await serveSample());
    alice = visitor(url, { session: 'alice' });
  });
  afterEach(() => close());

  it('make a project of what was typed and ticked', async () => {
    await alice.open('/coprs/new/');
    const answer = await alice.send('/coprs/new/', { ...PROJECT, owner: '@devel' });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal('/coprs/g/devel/new/');
    expect(deeds[0]?.args[1]).to.deep.include({
      owner: '@devel',
      name: 'new',
      description: 'words',
      chroots: ['fedora-42-x86_64'],
      enableNet: true,
    });
  });

  it('come back with what was typed and the reason when they are refused', async () => {
    await alice.open('/coprs/new/');
    const answer = await alice.send('/coprs/new/', { ...PROJECT, name: 'taken' });
    expect(answer.status).to.equal(400);
    expect(answer.html).to.include('You already have a project named').and.include('value="taken"');
    expect(answer.html).to.match(/name="chroots:fedora-42-x86_64"[^>]* checked/);
  });

  for (const action of [
    '/coprs/new/',
    '/api/new/',
    '/coprs/alice/tools/delete/',
    '/coprs/alice/tools/add_build_scm/',
    '/coprs/alice/tools/cancel_build/48/',
    '/coprs/alice/tools/repeat_build/47/',
    '/coprs/alice/tools/retry_import/52/',
    '/logout/',
  ]) {
    it(`are refused at ${action} when another site made them`, async () => {
      expect((await alice.send(action, PROJECT, { csrf: 'forged' })).status).to.equal(403);
      expect(deeds).to.deep.equal([]);
    });

    it(`lead strangers at ${action} to the log-in page`, async () => {
      const answer = await visitor(url).send(action, PROJECT, { csrf: 'made-for-this-visit' });
      expect(answer.headers.get('location')).to.match(/^\/login\//);
      expect(deeds).to.deep.equal([]);
    });
  }

  it('log people in and lead them on, but only within the site', async () => {
    for (const [next, to] of [
      ['/coprs/new/', '/coprs/new/'],
      ['https://evil.example.org/', '/'],
      ['//evil.example.org/', '/'],
    ] as const) {
      const browser = visitor(url);
      await browser.open(`/login/?next=${encodeURIComponent(next)}`);
      const answer = await browser.send('/login/', { name: 'alice', password: 'secret', next });
      expect(answer.headers.get('location'), next).to.equal(to);
      expect((await browser.open('/')).html).to.include('Log out');
    }
  });

  it('say so when name and password do not fit', async () => {
    const browser = visitor(url);
    await browser.open('/login/');
    const answer = await browser.send('/login/', { name: 'alice', password: 'wrong' });
    expect(answer.status).to.equal(401);
    expect(answer.html).to.include('do not fit').and.include('value="alice"').and.not.include('wrong');
  });

  it('show a new token once, in the form that copr-cli reads, and let nobody keep the page', async () => {
    await alice.open('/api/');
    const answer = await alice.send('/api/new/', {});
    expect(answer.html).to.include('token = mzpqwkxnvhtrjcbdlfgsyuoieatrpq').and.include('encrypted = False');
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect((await alice.open('/api/')).html).to.not.include('mzpqwkxnvhtrjcbdlfgsyuoieatrpq');
  });

  it('cancel, delete and revoke what they name', async () => {
    await alice.open('/coprs/alice/tools/build/48/');
    await alice.send('/coprs/alice/tools/cancel_build/48/', {});
    await alice.send('/coprs/alice/tools/delete_build/47/', {});
    await alice.send('/coprs/alice/tools/delete/', {});
    await alice.send('/api/revoke/', { token: '2' });
    expect(deeds.map(({ what, args }) => [what, ...args.slice(1)])).to.deep.equal([
      ['cancelBuild', 48],
      ['deleteBuild', 47],
      ['deleteProject', 'alice', 'tools'],
      ['revokeToken', 2],
    ]);
  });

  it('have an import tried again only while that may help', async () => {
    await alice.open('/coprs/alice/tools/build/52/');
    for (const build of [52, 51]) {
      const answer = await alice.send(`/coprs/alice/tools/retry_import/${build}/`, {});
      expect(answer.headers.get('location')).to.equal(`/coprs/alice/tools/build/${build}/`);
    }
    expect(deeds.map(({ what, args }) => [what, args[1]])).to.deep.equal([['retryImport', 52]]);
  });

  it('build again what was built, as it was or as it is now', async () => {
    const page = await alice.open('/coprs/alice/tools/repeat_build/51/');
    expect(page.html).to.include('name="source" value="same"').and.include('name="source" value="newest"');
    for (const source of ['same', 'newest', 'nonsense']) {
      const answer = await alice.send('/coprs/alice/tools/repeat_build/51/', { source });
      expect(answer.headers.get('location')).to.equal('/coprs/alice/tools/build/1/');
    }
    expect(deeds.map(({ what, args }) => [what, ...args.slice(1)])).to.deep.equal([
      ['resubmitBuild', 51, 'same'],
      ['resubmitBuild', 51, 'newest'],
      ['resubmitBuild', 51, 'newest'],
    ]);
  });

  it('submit a source with all that was typed, and come back with it when something is wrong', async () => {
    await alice.open('/coprs/alice/tools/add_build_scm/');
    const fields = { clone_url: 'https://example.org/x.git', committish: ' main ', 'chroots:fedora-42-x86_64': 'yes' };
    const taken = await alice.send('/coprs/alice/tools/add_build_scm/', fields);
    expect(taken.headers.get('location')).to.equal('/coprs/alice/tools/build/42/');
    const [, , type, form] = deeds[0]?.args ?? [];
    expect(type).to.equal('scm');
    expect(form).to.deep.include({ chroots: ['fedora-42-x86_64'], background: false });
    expect((form as { typed: object }).typed).to.deep.include({ clone_url: fields.clone_url, committish: 'main' });
    const wrong = await alice.send('/coprs/alice/tools/add_build_scm/', { ...fields, clone_url: 'nowhere' });
    expect(wrong.status).to.equal(400);
    expect(wrong.html).to.include('id="clone_url-error"').and.include('value="main"').and.include('value="nowhere"');
  });

  it('touch no build of another project', async () => {
    await alice.open('/coprs/alice/tools/');
    expect((await alice.send('/coprs/g/devel/evil/cancel_build/48/', {})).status).to.equal(404);
    expect(deeds).to.deep.equal([]);
  });
});
