/** A frontend as a process, in a burst of webhooks: nothing that was answered is lost, and nothing is built twice. */
import { randomUUID } from 'node:crypto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { openFrontend, type Frontend } from './replay/frontend.js';

const CHROOT = 'fedora-42-x86_64';
const CLONE_URL = 'https://github.com/octo/hello.git';
/** How many are on the way at the same time. */
const AT_ONCE = 20;

/** One delivery, which may be sent several times. */
interface Delivery {
  readonly id: string;
  readonly commit: string;
}

/** A project's hook on a running frontend. */
async function openHook(frontend: Frontend) {
  const { login = '', token = '' } = frontend.users.get('alice') ?? {};
  const authorization = `Basic ${Buffer.from(`${login}:${token}`).toString('base64')}`;
  const api = async (verb: string, path: string, body?: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const sent = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(`${frontend.url}/api_3${path}`, { method: verb, headers, ...sent });
    return (await answer.json()) as Record<string, unknown>;
  };
  await api('POST', '/project/add/alice', { name: 'burst', chroots: [CHROOT] });
  const source = { package_name: 'hello', clone_url: CLONE_URL, webhook_rebuild: true };
  await api('POST', '/package/add/alice/burst/hello/scm', source);
  const { id, webhook_secret: secret } = await api('GET', '/webhook/settings/alice/burst');
  const address = `${frontend.url}/webhooks/github/${String(id)}/${String(secret)}/`;

  return {
    /** Whether it was answered that the delivery was taken. */
    send: async ({ id: number, commit }: Delivery): Promise<boolean> => {
      const payload = {
        ref: 'refs/heads/main',
        after: commit,
        commits: [{ added: ['a'] }],
        repository: { clone_url: CLONE_URL },
      };
      const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': number };
      const sent = fetch(address, { method: 'POST', headers, body: JSON.stringify(payload) });
      return sent.then(
        ({ ok }) => ok,
        () => false,
      );
    },
    /** How many deliveries are not worked off. */
    waiting: async (): Promise<number> => {
      const { items } = await api('GET', '/webhook/deliveries/alice/burst');
      return (items as { state: string }[]).filter(({ state }) => state === 'waiting').length;
    },
    /** The commits that were built, in order, each as often as it was. */
    built: async (): Promise<string[]> => {
      const { items } = await api('GET', '/build/list?ownername=alice&projectname=burst');
      const commits: string[] = [];
      for (const { id: build } of items as { id: number }[]) {
        const config = await api('GET', `/build/source-build-config/${build}`);
        commits.push((config['source_dict'] as { committish: string }).committish);
      }
      return commits.sort();
    },
  };
}

type Hook = Awaited<ReturnType<typeof openHook>>;

/** From 1 on: a commit of zeros alone is none. */
const deliveries = (count: number): Delivery[] =>
  Array.from({ length: count }, (_, n) => ({ id: randomUUID(), commit: (n + 1).toString(16).padStart(40, '0') }));

/** Sends all, a few at once; answers those that were taken. */
async function burst(hook: Hook, all: readonly Delivery[], onTaken: () => void = () => undefined): Promise<Delivery[]> {
  const rest = [...all];
  const taken: Delivery[] = [];
  const sender = async () => {
    for (let one = rest.shift(); one; one = rest.shift()) {
      if (!(await hook.send(one))) continue;
      taken.push(one);
      onTaken();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return taken;
}

const worked = (hook: Hook) =>
  eventually(async () => (await hook.waiting()) === 0, {
    what: 'all deliveries to be worked off',
    withinMs: 400_000,
  });

const commitsOf = (some: readonly Delivery[]): string[] => some.map(({ commit }) => commit).sort();

describe('webhooks in a burst', function () {
  this.timeout(600_000);

  it('are taken at once, a thousand of them, and each is built once', async () => {
    await using frontend = await openFrontend();
    const hook = await openHook(frontend);
    const all = deliveries(1000);
    expect(await burst(hook, all)).to.have.length(1000);
    await worked(hook);
    expect(await hook.built()).to.deep.equal(commitsOf(all));
    expect(frontend.errors).to.deep.equal([]);
  });

  it('survive that the frontend is killed in the middle, and are not built twice by that', async () => {
    await using frontend = await openFrontend();
    const hook = await openHook(frontend);
    const all = deliveries(300);
    let count = 0;
    let crash: Promise<void> | undefined;
    const taken = await burst(hook, all, () => {
      if (++count === 100) crash = frontend.crash();
    });
    await crash;
    expect(taken.length, 'some came before, some did not').to.be.within(100, 299);
    await frontend.restart();
    await worked(hook);
    const commits = await hook.built();
    expect(new Set(commits).size, 'nothing was built twice').to.equal(commits.length);
    expect(commits, 'nothing that was answered is lost').to.include.members(commitsOf(taken));
    // Forges send again what was not answered, and some send again what was.
    expect(await burst(hook, all)).to.have.length(all.length);
    await worked(hook);
    expect(await hook.built()).to.deep.equal(commitsOf(all));
  });

  it('survive that the frontend is killed while it works them off', async () => {
    await using frontend = await openFrontend();
    const hook = await openHook(frontend);
    const all = deliveries(200);
    expect(await burst(hook, all)).to.have.length(all.length);
    for (let n = 0; n < 3; n++) {
      const before = await hook.waiting();
      const isOn = async () => before === 0 || (await hook.waiting()) < before;
      await eventually(isOn, { what: 'some more to be worked off', withinMs: 60_000 });
      await frontend.crash();
      await frontend.restart();
    }
    await worked(hook);
    expect(await hook.built()).to.deep.equal(commitsOf(all));
  });
});
