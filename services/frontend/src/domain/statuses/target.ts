/**
 * Where the statuses of a webhook's build go. The address is always that which the token was given for; of the delivery
 * only a path below it counts. So neither a pull request nor a package can lead a token to another host.
 */
import type { StatusForge } from '@kopr/proto';
import type { HookEvent } from '../hooks/event.js';
import { MAX_KEY_CHARS, keysOf, withoutEnd } from '../hooks/repository.js';

/** A forge that a project has a token for. */
export interface StatusPlace {
  readonly forge: StatusForge;
  readonly address: string;
}

/** The path of the repository that has the commit; null when that is not at this place. */
export function statusRepository(event: HookEvent, { forge, address }: StatusPlace): string | null {
  for (const key of keysOf(urlsOf(event, forge))) {
    const path = pathBelow(address, key);
    if (path !== null && isRepository(path, forge)) return path;
  }
  return null;
}

/** GitLab has the statuses of a merge request where its commit comes from; the others where it wants to go to. */
function urlsOf(event: HookEvent, forge: StatusForge): readonly string[] {
  if (event.kind === 'other') return [];
  if (event.kind === 'pull-request' && forge === 'gitlab') return event.from ? [event.from.url] : [];
  return event.urls;
}

function pathBelow(address: string, key: string): string | null {
  const { host, pathname } = new URL(address);
  const begin = `${host}${withoutEnd(pathname, '/')}/`.toLowerCase();
  // One that was cut is not the name of anything.
  return key.startsWith(begin) && key.length < MAX_KEY_CHARS ? key.slice(begin.length) : null;
}

/** Only GitLab has groups within groups. */
function isRepository(path: string, forge: StatusForge): boolean {
  const names = path.split('/');
  return (
    names.every((name) => /^[\w.~-]+$/.test(name) && !/^\.+$/.test(name)) &&
    (forge === 'gitlab' ? names.length >= 2 : names.length === 2)
  );
}

const MAX_CONTEXT_CHARS = 255;
const WHOLE_COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** What tells the statuses of a commit apart: those of several packages, and of a push and a pull request. */
export function statusContext(project: { owner: string; name: string }, event: HookEvent, packageName: string): string {
  const request = event.kind === 'pull-request' ? ':pr' : '';
  return `kopr/${project.owner}/${project.name}${request}/${packageName}`.slice(0, MAX_CONTEXT_CHARS);
}

/** The commit that a delivery tells; null when it tells none, or only its beginning. */
export function statusCommit(event: HookEvent): string | null {
  const commit = event.kind === 'push' ? event.commit : event.kind === 'pull-request' ? event.from?.commit : undefined;
  return commit !== undefined && WHOLE_COMMIT.test(commit) ? commit : null;
}
