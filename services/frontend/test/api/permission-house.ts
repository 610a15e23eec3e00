/** A project for each question of the permission table, and the people who stand in some relation to it. */
import { hookProjectNamed } from '../../src/store/hook-settings.js';
import { createGroup } from '../../src/verbs/create-group.js';
import { receiveDelivery } from '../../src/verbs/receive-delivery.js';
import { newsOf } from '../news.js';
import { uploadForm, type Stack } from '../stack.js';
import type { Kind } from './permission-table.js';

const CHROOT = 'fedora-42-x86_64';
const OWNERS: Readonly<Record<Kind, string>> = { personal: 'owner', group: '@guild' };

/** A project in which anything can be asked for once. */
export interface Place {
  readonly ownername: string;
  readonly projectname: string;
  /** A build that can be canceled, and one that can be deleted, and its import be retried. */
  readonly running: number;
  readonly done: number;
  /** One that a webhook brought. */
  readonly delivery: number;
}

/** The Authorization header of everybody but `anonymous`. */
export type People = Readonly<Record<string, string | undefined>>;

/** Makes the people; their names are their relations. */
export async function people(stack: Stack): Promise<People> {
  const known: Record<string, string> = {};
  for (const name of ['stranger', 'builder', 'admin', 'owner', 'member']) known[name] = await stack.user(name);
  known['root'] = await stack.user('root', { admin: true });
  await createGroup(stack.deps, 'guild', ['member']);
  return known;
}

/** A project of this kind, called `name`, with everything that the requests are about; `isCalm`: no build is running. */
export async function place(stack: Stack, { root }: People, kind: Kind, name: string, isCalm: boolean): Promise<Place> {
  const ownername = OWNERS[kind];
  const make = async (verb: string, path: string, body: object) => {
    const { status, json, text } = await stack.ask(verb, `/api_3${path}`, root, body);
    if (status !== 200) throw new Error(`${verb} ${path}: ${text}`);
    return json;
  };
  await make('POST', `/project/add/${ownername}`, { name, chroots: [CHROOT] });
  const permissions = { builder: { builder: 'approved' }, admin: { admin: 'approved' } };
  await make('PUT', `/project/permissions/set/${ownername}/${name}`, permissions);
  const source = { package_name: 'hello', clone_url: 'https://example.org/hello.git' };
  await make('POST', `/package/add/${ownername}/${name}/hello/scm`, source);
  const closed = { package_name: 'closed', clone_url: 'git@example.org:closed.git' };
  await make('POST', `/package/add/${ownername}/${name}/closed/scm`, closed);
  const pkgs = ['https://example.org/a-1-1.src.rpm', 'https://example.org/b-1-1.src.rpm'];
  const submitted = await make('POST', '/build/create/url', { ownername, projectname: name, pkgs });
  const [running = 0, done = 0] = (submitted['items'] as { id: number }[]).map(({ id }) => id);
  await newsOf(stack, done).importFailed('no SRPM', { retriable: true });
  if (isCalm) await newsOf(stack, running).importFailed('no SRPM');
  return { ownername, projectname: name, running, done, delivery: await pinged(stack, ownername, name) };
}

async function pinged({ deps }: Stack, owner: string, name: string): Promise<number> {
  const project = await hookProjectNamed(deps.db.manager, owner, name);
  if (!project) throw new Error(`there is no ${owner}/${name}`);
  const ping = { forge: 'github', package: null, headers: { 'x-github-event': 'ping' } } as const;
  return (await receiveDelivery(deps, project, { ...ping, body: Buffer.from('{}') })).id;
}

/** What is sent in a project of one's own, by verb and path. */
const BODIES: Readonly<Record<string, (place: Place) => unknown>> = {
  'POST /project/add/:owner': ({ projectname }) => ({ name: `${projectname}-new`, chroots: [CHROOT] }),
  'PUT /project/edit/:owner/:project': () => ({ description: 'other' }),
  'PUT /project/permissions/set/:owner/:project': () => ({ stranger: { builder: 'approved' } }),
  'POST /project/permissions/set/:owner/:project': () => ({ stranger: { builder: 'approved' } }),
  'PUT /project/permissions/request/:owner/:project': () => ({ builder: true }),
  'PUT /project-chroot/edit/:owner/:project/:chroot': () => ({ additional_packages: 'gcc' }),
  'PUT /webhook/settings/:owner/:project': () => ({ signed_only: true }),
  'PUT /webhook/status-token/:owner/:project': () => ({ token: 'github_pat_11ABCDEFG' }),
  'POST /webhook/test/:owner/:project': () => ({ clone_url: 'https://example.org/hello.git', branch: 'main' }),
  'POST /build/create/url': (place) => ({ ...placed(place), pkgs: ['https://example.org/c-1-1.src.rpm'] }),
  'POST /build/create/upload': (place) => uploadForm(placed(place)),
  'POST /build/create/scm': (place) => ({ ...placed(place), clone_url: 'https://example.org/hello.git' }),
  'POST /build/create/distgit': (place) => ({ ...placed(place), package_name: 'hello' }),
  'POST /build/create/pypi': (place) => ({ ...placed(place), pypi_package_name: 'hello' }),
  'POST /build/create/rubygems': (place) => ({ ...placed(place), gem_name: 'hello' }),
  'POST /build/create/custom': (place) => ({ ...placed(place), script: 'true' }),
  'DELETE /build/delete/list': ({ done }) => ({ builds: [done] }),
  'POST /package/add/:owner/:project/:name/:type': () => ({ ...SOURCE, package_name: 'fresh' }),
  'POST /package/edit/:owner/:project/:name/:type': () => SOURCE,
  'POST /package/edit/:owner/:project/:name': () => SOURCE,
  'PUT /package/secret/:owner/:project/:name': () => ({ kind: 'token', token: 'secret-of-the-forge' }),
};

/** Only for addresses of SSH. */
const MAKES_KEY = 'POST /package/secret/:owner/:project/:name';

const SOURCE = { package_name: 'hello', clone_url: 'https://example.org/other.git' };

function placed({ ownername, projectname }: Place) {
  return { ownername, projectname };
}

/** The request of a line of the table, as `who` would send it. */
export function requestAt(place: Place, who: string, verb: string, path: string): { path: string; body: unknown } {
  const { ownername, projectname, running, done, delivery } = place;
  const known: Readonly<Record<string, string | number>> = {
    owner: ownername,
    project: projectname,
    chroot: CHROOT,
    id: path.includes('cancel') ? running : done,
    delivery,
    name: path.includes('add') ? 'fresh' : `${verb} ${path}` === MAKES_KEY ? 'closed' : 'hello',
    type: 'scm',
  };
  // Everybody forks into their own.
  const fork = { name: `${projectname}-fork`, ownername: who };
  const body = path.includes('/fork/')
    ? fork
    : (BODIES[`${verb} ${path}`]?.(place) ?? { ...placed(place), package_name: 'hello' });
  return { path: `/api_3${path.replace(/:(\w+)/g, (_, name: string) => String(known[name]))}`, body };
}
