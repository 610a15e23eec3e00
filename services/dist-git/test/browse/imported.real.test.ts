import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Body } from '@kopr/proto';
import { readConfig } from '@kopr/shared/config';
import { silentLog } from '@kopr/shared/log';
import { addressesIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { SETTINGS } from '../../src/config.js';
import { createApp } from '../../src/http/app.js';
import { pageRoutes } from '../../src/pages/router.js';
import { webOf } from '../../src/parts.js';
import { makeSrpm, tarball } from '../make-srpm.js';
import { setStage, type Stage } from '../stage.js';

describe('an imported package', () => {
  let stage: Stage;
  let server: Server;
  let url: string;
  let imported: Body<'source.imported'>;
  before(async () => {
    stage = await setStage();
    await stage.start();
    imported = (await stage.import(1, await makeSrpm())) as Body<'source.imported'>;
    const { layout } = stage.means;
    const urls = { frontendUrl: 'http://localhost:5000', distGitUrl: 'http://localhost:5001' };
    const intake = webOf(readConfig(SETTINGS, stage.env), stage.means);
    server = createServer(createApp(intake, pageRoutes(layout, silentLog(), urls)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.close();
    await stage[Symbol.asyncDispose]();
  });
  const open = async (path: string) => {
    const answer = await fetch(url + path);
    return { status: answer.status, text: await answer.text() };
  };

  it('is found from its owner, with the archives of its sources', async () => {
    expect(addressesIn((await open('/browse/alice/')).text).links).to.include('/browse/alice/tools/');
    expect(addressesIn((await open('/browse/alice/tools/')).text).links).to.include('/browse/alice/tools/hello/');
    const { links } = addressesIn((await open('/browse/alice/tools/hello/')).text);
    const archive = links.find((link) => /^\/repo\/pkgs\/.*\/sha512\//.test(link)) ?? '';
    const bytes = Buffer.from(await (await fetch(url + archive)).arrayBuffer());
    expect(bytes.equals(await tarball())).to.equal(true);
  });

  it('is found by the commit that a build names', async () => {
    const { text } = await open(`/alice/tools/hello.git/commit/?id=${imported.commits['f42']}`);
    expect(text).to.include('automatic import of hello').and.include('>build 1<').and.include('hello.spec');
  });

  it('is served to git and builders beside its pages', async () => {
    expect((await open('/git/alice/tools/hello/info/refs?service=git-upload-pack')).status).to.equal(200);
    expect((await open(`/archive/alice/tools/hello/${imported.commits['f42']}.tar`)).status).to.equal(200);
    expect(await open('/nothing')).to.deep.equal({ status: 404, text: 'not found\n' });
  });
});
