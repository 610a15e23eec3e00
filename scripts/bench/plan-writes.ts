/** A sample of what is written by the API and by webhooks, on the big project: for the plans of what is asked and changed then. */
import { silentLog } from '@kopr/shared/log';
import type { Deps } from '../../services/frontend/src/deps.js';
import { createUser } from '../../services/frontend/src/verbs/create-user.js';
import { newToken } from '../../services/frontend/src/verbs/new-token.js';
import { nameOf, type Db } from './seed.js';

/** What is read of answers. */
interface Answer {
  readonly id?: number;
  readonly webhook_secret?: string;
}

interface Write {
  readonly verb: string;
  readonly path: string;
  readonly body?: unknown;
}

/** A project that is not as big, and shall lose things: none of its builds is one of those that still run. */
const SMALL = 3;
const { owner, name } = nameOf(1);
const { owner: smallOwner, name: smallName } = nameOf(SMALL);
const big = { ownername: owner, projectname: name };
const SOURCE = { clone_url: 'https://example.org/hello.git', package_name: 'hello' };

const SMALL_PACKAGE = { ownername: smallOwner, projectname: smallName, package_name: 'rust-package5002' };
const PUSH = {
  ref: 'refs/heads/main',
  after: 'a'.repeat(40),
  commits: [],
  repository: { clone_url: SOURCE.clone_url },
};

/** In this order; builds of these numbers are over. */
const WRITES: readonly Write[] = [
  { verb: 'GET', path: '/auth-check' },
  { verb: 'POST', path: '/build/check-before-build', body: big },
  { verb: 'POST', path: '/build/create/url', body: { ...big, pkgs: ['https://example.org/hello-1.0-1.src.rpm'] } },
  { verb: 'POST', path: '/build/create/scm', body: { ...big, ...SOURCE } },
  { verb: 'POST', path: `/package/add/${owner}/${name}/hello/scm`, body: SOURCE },
  { verb: 'POST', path: `/package/edit/${owner}/${name}/hello/scm`, body: { ...SOURCE, max_builds: 5 } },
  { verb: 'DELETE', path: '/build/delete/1000' },
  { verb: 'DELETE', path: '/build/delete/list', body: { builds: [1010, 1020, 1021] } },
  { verb: 'PUT', path: `/project/edit/${owner}/${name}`, body: { description: 'Other words.', repo_priority: 5 } },
  { verb: 'PUT', path: `/project/permissions/set/${owner}/${name}`, body: { user2: { builder: 'approved' } } },
  { verb: 'GET', path: `/project/permissions/get/${owner}/${name}` },
  { verb: 'PUT', path: `/project/regenerate-repos/${owner}/${name}` },
  { verb: 'DELETE', path: '/package/delete', body: SMALL_PACKAGE },
  { verb: 'DELETE', path: `/project/delete/${smallOwner}/${smallName}` },
  { verb: 'POST', path: '/project/add/user1', body: { name: 'fresh', chroots: ['fedora-43-x86_64'] } },
  {
    verb: 'POST',
    path: `/project/fork/${nameOf(4).owner}/${nameOf(4).name}`,
    body: { ownername: 'bench', name: 'forked' },
  },
];

/** Writes all of it to a frontend; answers what was not taken. */
export async function writeSome(db: Db, site: string): Promise<string[]> {
  const deps = { db, log: silentLog(), now: () => new Date(), config: { tokenDays: 1 } } as unknown as Deps;
  const { login, token } = await newToken(deps, await createUser(deps, { name: 'bench', admin: true }));
  const authorization = `Basic ${Buffer.from(`${login}:${token}`).toString('base64')}`;
  const refused: string[] = [];
  const ask = async ({ verb, path, body }: Write, more: Readonly<Record<string, string>> = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization, 'content-type': 'application/json', ...more };
    const response = await fetch(`${site}${path}`, { method: verb, headers, ...sent });
    const text = await response.text();
    if (response.status >= 400) refused.push(`${verb} ${path} answered ${response.status} ${text}`);
    return text.startsWith('{') ? (JSON.parse(text) as Answer) : {};
  };
  const api = (verb: string, path: string, body?: unknown) => ask({ verb, path: `/api_3${path}`, body });
  for (const { verb, path, body } of WRITES) await api(verb, path, body);
  const build = await api('POST', '/package/build', { ...big, package_name: 'hello' });
  await api('PUT', `/build/cancel/${build.id ?? 0}`);
  const { id, webhook_secret: secret } = await api('POST', `/webhook/generate/${owner}/${name}`);
  const hook = `/webhooks/github/${id ?? 0}/${secret ?? ''}/`;
  await ask({ verb: 'POST', path: hook, body: PUSH }, { 'x-github-event': 'push' });
  return refused;
}
