/** Acceptance: private repositories build by key and by token, and afterwards neither is found anywhere in the house. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTrustingImage, openSshServer, openTlsServer, type SshServer, type TlsServer } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { freshName, packager, type Build, type Packager } from '../kit/client.js';
import { gateway } from '../kit/gateway.js';
import { serveGit, type GitRepository, type GitServer } from '../kit/git-server.js';
import { packagesAt } from '../kit/repository.js';
import { answersWith, logsWith, volumesWith } from '../kit/search.js';
import { madeBySrpmMakefile, sourceOf } from '../kit/sources.js';
import { CHROOT, FRONTEND, must, RESULTS } from '../kit/stack.js';

const TOKEN = 'kopr-token-of-a-private-repository-4711';
const WRONG = 'kopr-token-that-opens-nothing-0815';
/** The image of source tasks that the stack of scenarios uses. */
const IMAGE = 'kopr/source-tools:test';

describe('a private repository', function () {
  this.timeout(900_000);
  let hal: Packager;
  let server: GitServer;
  let ssh: SshServer;
  let tls: TlsServer;
  let image: string;
  let keys: string;
  let key: string;
  const project = freshName('private');
  const built: number[] = [];

  before(async () => {
    hal = await packager('hal');
    await hal.project(project);
    server = await serveGit();
    keys = mkdtempSync(join(tmpdir(), 'kopr-keys-'));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(keys, 'key')]);
    key = readFileSync(join(keys, 'key'), 'utf8');
    ssh = await openSshServer(server.folder, 'kopr-test-builders');
    await ssh.allow(readFileSync(join(keys, 'key.pub'), 'utf8').trim());
    tls = await openTlsServer(await gateway(), `git:${TOKEN}`, server.backend);
    image = (await must('docker', ['image', 'inspect', '-f', '{{.Id}}', IMAGE])).trim();
    makeTrustingImage(IMAGE, IMAGE, tls.certificate);
  });
  after(async () => {
    await must('docker', ['tag', image, IMAGE]);
    await ssh[Symbol.asyncDispose]();
    await tls[Symbol.asyncDispose]();
    await server.close();
    rmSync(keys, { recursive: true });
  });

  interface Private {
    readonly name: string;
    readonly repository: GitRepository;
    /** Sets, makes or removes its secret. */
    secret(verb: string, body?: object): Promise<Record<string, unknown>>;
    build(): Promise<Build>;
  }

  /** A package whose repository has this address, by its path. */
  async function closed(address: (path: string) => string): Promise<Private> {
    const name = freshName('hello');
    const repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name));
    const source = { clone_url: address(`${name}.git`), source_build_method: 'make_srpm', committish: 'main' };
    const added = await hal.send('POST', `/package/add/hal/${project}/${name}/scm`, { package_name: name, ...source });
    expect(added.error).to.equal(undefined);
    return {
      name,
      repository,
      secret: (verb, body = {}) => hal.send(verb, `/package/secret/hal/${project}/${name}`, body),
      build: async () => {
        const which = { ownername: 'hal', projectname: project, package_name: name };
        const started = await hal.send<Build>('POST', '/package/build', which);
        built.push(started.id);
        return started;
      },
    };
  }
  const bySsh = (path: string) => `git@${ssh.host}:own/${path}`;
  const byTls = (path: string) => `${tls.url}/${path}`;

  async function isPublished(one: Private): Promise<Build> {
    const { id } = await one.build();
    const end = await hal.ended(id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect(await packagesAt(`hal/${project}/${CHROOT}`)).to.satisfy((paths: string[]) =>
      paths.some((path) => path.includes(`/${one.name}-1-1`)),
    );
    return end;
  }

  it('is built by a key of its owner’s, from the commit that its branch has', async () => {
    const one = await closed(bySsh);
    const known_hosts = ssh.hostLine;
    expect(await one.secret('PUT', { kind: 'ssh-key', key, known_hosts })).to.include({ kind: 'ssh-key' });
    const { id } = await isPublished(one);
    const commit = (await one.repository.git('rev-parse', 'main')).trim();
    expect((await sourceOf(hal, id)).pin).to.deep.equal({ commit, version: null });
  });

  it('is built by a key that Kopr made, once the server knows its public half', async () => {
    const one = await closed((path) => `ssh://git@${ssh.host}/srv/git/${path}`);
    const { public_key: line } = await one.secret('POST');
    const early = await one.build();
    expect((await hal.ended(early.id)).state).to.equal('failed');
    await ssh.allow(String(line));
    await isPublished(one);
  });

  it('is built by a token', async () => {
    const one = await closed(byTls);
    expect(await one.secret('PUT', { kind: 'token', token: TOKEN })).to.include({ kind: 'token' });
    await isPublished(one);
  });

  it('is built again from the same commit, with the secret', async () => {
    const [first = 0] = built;
    const { id } = await hal.send<Build>('POST', `/build/resubmit/${first}`, { source: 'same' });
    built.push(id);
    const end = await hal.ended(id);
    expect(end.state, String(end.kopr_reason)).to.equal('succeeded');
    expect((await sourceOf(hal, id)).pin).to.deep.equal((await sourceOf(hal, first)).pin);
  });

  it('that the secret does not open fails where it is cloned, and says why', async () => {
    const cases = [
      [await closed(bySsh), undefined, /the server does not take the package’s deploy key/],
      [await closed(byTls), { kind: 'token', token: WRONG }, /the server does not take the package’s token/],
    ] as const;
    for (const [one, body, reason] of cases) {
      expect(await one.secret(body ? 'PUT' : 'POST', body)).to.have.property('kind');
      const { id } = await one.build();
      expect((await hal.ended(id)).state).to.equal('failed');
      const source = await sourceOf(hal, id);
      expect(source).to.include({ stage: 'clone' });
      expect(source.reason).to.match(reason);
    }
  });

  it('leaves its key and its tokens nowhere: in no volume, no log, no answer and no result', async () => {
    const lines = key.split('\n').slice(1, -2);
    const base = (text: string) => Buffer.from(text).toString('base64');
    const words = [
      ...lines,
      base(key).slice(0, 200),
      TOKEN,
      WRONG,
      base(TOKEN),
      base(`git:${TOKEN}`),
      base(`git:${WRONG}`),
    ];
    // What is there is found, wherever it is: the search itself is held first.
    const planted = await volumesWith(['/usr/share/hello-', 'does not take the package’s deploy key']);
    for (const place of ['mariadb/', 'rabbitmq/', '.log.gz', '.git'])
      expect(
        planted.some((path) => path.includes(place)),
        place,
      ).to.equal(true);
    expect(await logsWith([`/backend/get-source-secret/${built[0] ?? 0}`])).not.to.be.empty;
    expect(await volumesWith(words)).to.deep.equal([]);
    expect(await logsWith(words)).to.deep.equal([]);
    const own = (id: number) => [
      `${FRONTEND}/coprs/hal/${project}/build/${id}/`,
      `${FRONTEND}/backend/get-srpm-build-task/${id}`,
      `${FRONTEND}/api_3/build/${id}`,
      `${FRONTEND}/api_3/build/source-chroot/${id}`,
      `${FRONTEND}/api_3/build/source-build-config/${id}`,
    ];
    const names = (await packageNames()).flatMap((name) => [
      `${FRONTEND}/coprs/hal/${project}/package/${name}/`,
      `${FRONTEND}/api_3/package/secret/hal/${project}/${name}`,
    ]);
    const lists = [`${FRONTEND}/api_3/package/list?ownername=hal&projectname=${project}`, `${RESULTS}/hal/${project}/`];
    expect(await answersWith(words, [...built.flatMap(own), ...names, ...lists], hal.authorization)).to.deep.equal([]);
  });

  async function packageNames(): Promise<string[]> {
    const list = await hal.api<{ items: { name: string }[] }>(`/package/list?ownername=hal&projectname=${project}`);
    return list.items.map(({ name }) => name);
  }
});
