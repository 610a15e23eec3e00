import { readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Body, type Pin, sourceRequested } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { serveGit, type GitServer } from './git-server.js';
import { output } from './git.js';
import { PROJECT, setStage, type Stage } from './stage.js';

type Request = Body<'source.requested'>;

describe('the source of a build that must be made first', () => {
  let stage: Stage;
  let url: string;
  let git: GitServer;
  let build = 0;
  before(async () => {
    stage = await setStage({ KOPR_ALLOW_PRIVATE_SOURCES: 'true', KOPR_RESOLVE_TIMEOUT: '10' });
    ({ url } = await stage.start());
    git = await serveGit();
    await output(git.work, 'git', 'tag', 'v1');
    await output(git.work, 'git', 'tag', '-a', '-m', 'two', 'v2');
    await output(git.work, 'git', 'branch', 'both');
    await writeFile(join(git.work, 'more'), 'more');
    await output(git.work, 'git', 'add', '.');
    await output(git.work, 'git', 'commit', '-q', '-m', 'more');
    await output(git.work, 'git', 'tag', 'both');
    await output(git.work, 'git', 'push', '-q', '--all', 'origin');
    await output(git.work, 'git', 'push', '-q', '--tags', 'origin');
  });
  after(async () => {
    await git[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  const commitOf = (name: string) => output(git.work, 'git', 'rev-parse', `${name}^{commit}`);

  /** Asks for a source to be resolved; the number of the build. */
  async function ask(source: Partial<Request['source']>, about: Partial<Request> = {}): Promise<number> {
    const example = sourceRequested.body.parse(sourceRequested.example);
    const whole = { type: 'scm', srpm: null, params: {}, ...source } as const;
    await stage.say('source.requested', { ...example, build: ++build, project: PROJECT, source: whole, ...about });
    return build;
  }
  const resolved = (asked: number, round = 0): Promise<Pin> =>
    eventually(
      async () => {
        const answers = await stage.said('source.resolved');
        return answers.find((one) => one.build === asked && one.round === round)?.pin;
      },
      { what: `the pin of build ${asked}`, withinMs: 20_000 },
    );
  const resolve = async (committish: string | null, address = git.url) =>
    resolved(await ask({ params: { clone_url: address, committish } }));
  const fail = async (committish: string | null, address: string) =>
    stage.answer(await ask({ params: { clone_url: address, committish } }));

  it('is pinned to the commit of a branch, a tag or HEAD', async () => {
    const main = await commitOf('main');
    const old = await commitOf('v1');
    for (const name of ['main', 'origin/main', 'refs/heads/main', 'heads/main', '', null, 'HEAD']) {
      expect(await resolve(name), String(name)).to.deep.equal({ commit: main, version: null });
    }
    for (const name of ['v1', 'v2', 'refs/tags/v2', 'tags/v2']) {
      expect(await resolve(name), name).to.deep.equal({ commit: old, version: null });
    }
  });

  it('is the branch where a tag has the same name', async () => {
    expect(await resolve('both')).to.deep.equal({ commit: await commitOf('refs/heads/both'), version: null });
  });

  it('is not looked at when only its builder can open it', async () => {
    const commit = 'ab'.repeat(20);
    const away = 'git@git.invalid:alice/hello.git';
    for (const [committish, pin] of [
      ['main', null],
      [null, null],
      [commit, commit],
    ] as const) {
      const asked = await ask({ params: { type: 'git', clone_url: away, committish } }, { private: true });
      expect(await resolved(asked), String(committish)).to.deep.equal({ commit: pin, version: null });
    }
  });

  it('stays the commit that it names, without a look at the repository', async () => {
    const commit = 'AB'.repeat(20);
    expect(await resolve(commit, 'http://127.0.0.1:1/nowhere')).to.deep.equal({
      commit: commit.toLowerCase(),
      version: null,
    });
  });

  it('waits for the builder when only a clone can tell what is meant', async () => {
    const commit = await commitOf('main');
    expect(await resolve(commit.slice(0, 8))).to.deep.equal({ commit: null, version: null });
  });

  for (const source of [
    { type: 'pypi', params: { pypi_package_name: 'requests' } },
    { type: 'rubygems', params: { gem_name: 'rake' } },
    { type: 'custom', params: { script: 'true' } },
    { type: 'scm', params: { type: 'svn', clone_url: 'http://127.0.0.1:1/svn' } },
    { type: 'link', params: { url: 'http://127.0.0.1:1/hello.spec' } },
  ] as const) {
    it(`waits for the builder when it is of type ${source.type}${source.type === 'scm' ? ' (svn)' : ''}`, async () => {
      expect(await resolved(await ask(source))).to.deep.equal({ commit: null, version: null });
    });
  }

  it('is taken as it was when the same source is wanted again', async () => {
    const pin = { commit: 'c'.repeat(40), version: '1.2' };
    const asked = await ask({ params: { clone_url: 'http://127.0.0.1:1/', committish: 'main' } }, { pin });
    expect(await resolved(asked)).to.deep.equal(pin);
  });

  it('is found in a distribution’s dist-git, and at a git:// address', async () => {
    const asked = await ask({ type: 'distgit', params: { clone_url: git.url, distgit: 'fedora' } });
    expect(await resolved(asked)).to.deep.equal({ commit: await commitOf('main'), version: null });
    expect(await resolve('main', await git.daemon())).to.deep.equal({ commit: await commitOf('main'), version: null });
  });

  it('tells the packager in the log what it looks for', async () => {
    const asked = await ask({ params: { clone_url: git.url, committish: 'v1' } });
    await resolved(asked);
    const log = () => fetch(`${url}/import-logs/${asked}.log`).then((answer) => answer.text());
    const text = await eventually(async () => (await log()).includes('Resolved') && (await log()), { what: 'the log' });
    expect(text)
      .to.include(`Looking for v1 in ${git.url}\n`)
      .and.include(`Found commit ${await commitOf('v1')}\n`);
  });

  it('fails with the checkout when there is no such branch or tag', async () => {
    const answer = await fail('nosuch', git.url);
    expect(answer).to.include({ code: 'unresolved', stage: 'checkout', retriable: true });
    expect(answer).to.have.property('reason').that.includes('no branch or tag "nosuch"');
  });

  for (const odd of ['-f', 'a..b', 'main~1', '*', 'a b', '@{u}', 'x.lock', 'refs/heads/-f', '--upload-pack=touch x']) {
    it(`makes no option, pattern or expression of git's out of "${odd}"`, async () => {
      expect(await fail(odd, git.url)).to.include({ code: 'unresolved', stage: 'checkout' });
    });
  }

  it('fails with the clone, and the true reason, when there is no git repository that anybody may read', async () => {
    stage.web.has.set('/page/info/refs?service=git-upload-pack', Buffer.from('<html>\n<body>\n'));
    stage.web.has.set('/secret/info/refs?service=git-upload-pack', (response) =>
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
    );
    const reason = async (path: string) => {
      const answer = await fail('main', `${stage.web.url}${path}`);
      expect(answer).to.include({ code: 'unresolved', stage: 'clone', retriable: true });
      return (answer as Body<'source.failed'>).reason;
    };
    expect(await reason('/missing')).to.match(/was not found$/);
    expect(await reason('/page')).to.match(/is not a git repository$/);
    expect(await reason('/secret')).to.match(/asks for a password; only repositories that anybody may read/);
  });

  it('tries a server that is away a few times', async () => {
    const path = '/busy/info/refs?service=git-upload-pack';
    stage.web.has.set(path, 503);
    expect(await fail('main', `${stage.web.url}/busy`)).to.include({
      code: 'unresolved',
      stage: 'clone',
      retriable: true,
    });
    expect(stage.web.asked.filter((one) => one === path)).to.have.length(4);
  });

  it('gives up a server that lists refs without end', async () => {
    const line = (index: number) => `003f${'a'.repeat(40)} refs/heads/${String(index).padStart(7, '0')}\n`;
    const flood = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      response.write(`001e# service=git-upload-pack\n0000`);
      let index = 0;
      const go = (): void => {
        const block = Array.from({ length: 1000 }, () => line(index++)).join('');
        if (!response.destroyed) response.write(block, go);
      };
      go();
    };
    stage.web.has.set('/endless/info/refs?service=git-upload-pack', flood);
    const before = process.memoryUsage().rss;
    expect(await fail('main', `${stage.web.url}/endless`)).to.include({ code: 'unresolved' });
    expect(process.memoryUsage().rss - before, 'bytes').to.be.below(200_000_000);
  });

  it('is resolved when it is asked for once more, and answers again for whoever did not hear', async () => {
    const params = { clone_url: git.url, committish: 'later' };
    const asked = await ask({ params });
    expect(await stage.answer(asked)).to.include({ stage: 'checkout' });
    await output(git.work, 'git', 'push', '-q', 'origin', 'main:later');
    await ask({ params }, { build: asked, round: 1 });
    const pin = { commit: await commitOf('main'), version: null };
    expect(await resolved(asked, 1)).to.deep.equal(pin);
    await ask({ params }, { build: asked, round: 2 });
    expect(await resolved(asked, 2)).to.deep.equal(pin);
  });
});

describe('a repository whose server does not answer', () => {
  it('is asked again after a while', async () => {
    await using stage = await setStage({ KOPR_ALLOW_PRIVATE_SOURCES: 'true', KOPR_RESOLVE_TIMEOUT: '1' });
    await stage.start();
    const path = '/slow/info/refs?service=git-upload-pack';
    const params = { clone_url: `${stage.web.url}/slow`, committish: 'main' };
    stage.web.has.set(path, () => stage.web.has.set(path, 404));
    const example = sourceRequested.body.parse(sourceRequested.example);
    await stage.say('source.requested', { ...example, source: { type: 'scm', srpm: null, params } });
    expect(await stage.answer(example.build))
      .to.have.property('reason')
      .that.matches(/was not found$/);
    const log = await readFile(stage.means.layout.log(example.build), 'utf8');
    expect(log).to.match(/did not answer within 1 seconds; trying again in \d+ s/);
  });
});

describe('a repository in a private network', () => {
  it('is not asked, and the reason says so', async () => {
    await using stage = await setStage();
    await stage.start();
    const example = sourceRequested.body.parse(sourceRequested.example);
    const say = (build: number, address: string) =>
      stage.say('source.requested', {
        ...example,
        build,
        source: { type: 'scm', srpm: null, params: { clone_url: address } },
      });
    const addresses = [`${stage.web.url}/x.git`, 'git://127.0.0.1/x', 'http://localhost/x', 'file:///etc', 'a@b:c.git'];
    for (const [index, address] of addresses.entries()) {
      await say(index + 1, address);
      expect(await stage.answer(index + 1), address).to.include({ code: 'unresolved', stage: 'resolve' });
    }
    expect(stage.web.asked).to.deep.equal([]);
  });
});
