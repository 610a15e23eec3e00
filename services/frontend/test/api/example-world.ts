/** What the examples of the API's description are about: Jane's project `hello`, with a package, a build and others' rights. */
import { hookProjectNamed } from '../../src/store/hook-settings.js';
import { createGroup } from '../../src/verbs/create-group.js';
import { receiveDelivery } from '../../src/verbs/receive-delivery.js';
import { workDelivery } from '../../src/verbs/work-delivery.js';
import { newsOf } from '../news.js';
import type { Stack } from '../stack.js';

const CHROOT = 'fedora-42-x86_64';

/** The people, by the Authorization header of their token. */
export interface ExampleWorld {
  readonly jane: string;
  readonly joe: string;
  readonly admin: string;
  /** Whose token ended yesterday. */
  readonly expired: string;
  /** Jane's build. */
  readonly build: number;
  /** Joe's build in his own project, which is called `hello`, too. */
  readonly joesBuild: number;
}

/** Makes it, or what is missing of it. */
export async function exampleWorld(stack: Stack): Promise<ExampleWorld> {
  const people = { jane: await tokenOf(stack, 'jane'), joe: await tokenOf(stack, 'joe') };
  const admin = await stack.user('root', { admin: true });
  const expired = await expiredToken(stack);
  await createGroup(stack.deps, 'devel', ['jane']);
  await project(stack, people.jane, 'jane');
  await project(stack, people.jane, '@devel');
  await project(stack, people.joe, 'joe');
  await stack.ask('PUT', '/api_3/project/permissions/set/jane/hello', people.jane, { joe: { builder: 'approved' } });
  await stack.ask('PUT', '/api_3/webhook/status-token/jane/hello', people.jane, { token: 'github_pat_11ABCDEFG' });
  await delivery(stack);
  const joesBuild = await builtBy(stack, people.joe, 'joe');
  return { ...people, admin, expired, joesBuild, build: await builtBy(stack, people.jane, 'jane') };
}

function tokenOf(stack: Stack, name: string): Promise<string> {
  return stack.user(name, { email: `${name}@example.org` });
}

async function expiredToken(stack: Stack): Promise<string> {
  const token = await stack.user('late');
  await stack.deps.db.query(
    "UPDATE api_tokens SET expires_on = '2020-01-01' WHERE user_id = (SELECT id FROM users WHERE name = 'late')",
  );
  return token;
}

async function project(stack: Stack, auth: string, owner: string): Promise<void> {
  const about = {
    homepage: 'https://example.org/hello',
    contact: 'jane@example.org',
    description: 'Says hello.',
    chroots: [CHROOT],
  };
  await stack.ask('POST', `/api_3/project/add/${owner}?exist_ok=True`, auth, { ...about, name: 'hello' });
  const source = { clone_url: 'https://example.org/hello.git', package_name: 'hello' };
  const { status } = await stack.ask('POST', `/api_3/package/add/${owner}/hello/hello/scm`, auth, source);
  // One that is there may have got a source of another type meanwhile.
  if (status === 409) await stack.ask('POST', `/api_3/package/edit/${owner}/hello/hello/scm`, auth, source);
}

/** A push to Jane's package, which wants none. */
async function delivery({ deps }: Stack): Promise<void> {
  const project = await hookProjectNamed(deps.db.manager, 'jane', 'hello');
  if (!project) return;
  const payload = { ref: 'refs/heads/main', after: '0123456789abcdef0123456789abcdef01234567', commits: [] };
  const body = Buffer.from(JSON.stringify({ ...payload, repository: { clone_url: 'https://example.org/hello.git' } }));
  const headers = { 'x-github-event': 'push', 'x-github-delivery': 'one', 'content-type': 'application/json' };
  await receiveDelivery(deps, project, { forge: 'github', package: null, headers, body });
  await workDelivery(deps, project.projectId);
}

/** A build that has come as far as its chroot. */
async function builtBy(stack: Stack, auth: string, owner: string): Promise<number> {
  const pkgs = ['https://example.org/hello-2.12.1-1.src.rpm'];
  const body = { ownername: owner, projectname: 'hello', pkgs, chroots: [CHROOT] };
  const { json } = await stack.ask('POST', '/api_3/build/create/url', auth, body);
  const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
  await newsOf(stack, id).imported({ repository: `${owner}/hello/hello` });
  return id;
}
