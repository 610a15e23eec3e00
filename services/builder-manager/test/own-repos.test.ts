/** A project's own repositories may come to be while its first build begins. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { awaitOwnRepos } from '../builder/net/own-repos.js';

/** Answers 404 for the first `misses` looks at each address. */
async function publisher(misses: number) {
  const looks = new Map<string, number>();
  const server = createServer(({ url = '' }, response) => {
    const before = looks.get(url) ?? 0;
    looks.set(url, before + 1);
    response.writeHead(before < misses ? 404 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const repo = (id: string) => ({ id, name: id, baseurl: `http://127.0.0.1:${port}/${id}/` });
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { looks, repo, [Symbol.asyncDispose]: close };
}

describe('the project’s own repositories', () => {
  it('are waited for, the others are not asked for', async () => {
    await using house = await publisher(1);
    const said: string[] = [];
    const repos = [house.repo('copr_base'), house.repo('copr_coprdir'), house.repo('https_example_org')];
    await awaitOwnRepos(repos, (text) => void said.push(text));
    expect([...house.looks]).to.deep.equal([
      ['/copr_base/repodata/repomd.xml', 2],
      ['/copr_coprdir/repodata/repomd.xml', 2],
    ]);
    expect(said).to.have.members([
      'copr_base is not published yet: waiting for it',
      'copr_coprdir is not published yet: waiting for it',
    ]);
  });

  it('are left to dnf when they do not come in time', async () => {
    await using house = await publisher(1000);
    await awaitOwnRepos([house.repo('copr_base')], () => undefined, 1);
    expect(house.looks.get('/copr_base/repodata/repomd.xml')).to.equal(1);
  });
});
