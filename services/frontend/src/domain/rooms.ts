/** Addresses of the rooms in definitions: kept by name, filled in when they are served, since builders reach other ones than people. */
import type { RepoEntry } from '@kopr/proto';

/** The names that stand for addresses in a kept definition. */
export const ROOMS = {
  frontend: 'kopr:frontend',
  distGit: 'kopr:dist-git',
  results: 'kopr:results',
  intake: 'kopr:intake',
} as const;
/** The addresses to serve a definition with. */
export type Addresses = Readonly<Record<keyof typeof ROOMS, string>>;

/** What a kept definition says of its repositories; one that was kept by an older release names none to trust. */
interface Kept {
  readonly repos: readonly RepoEntry[];
  readonly kopr: { readonly trusted_repos?: readonly string[] };
}

/** Ids of its repositories that are read without the guard: those that the house publishes, and those that it names. */
export function trustedIn({ repos, kopr: { trusted_repos: named = [] } }: Kept): string[] {
  const isOurs = ({ baseurl }: RepoEntry): boolean => baseurl.startsWith(`${ROOMS.results}/`);
  return [...new Set([...repos.filter(isOurs).map(({ id }) => id), ...named])];
}

/** The text with an address in place of the room that it begins with. */
export function opened(text: string, addresses: Addresses): string {
  const room = (Object.keys(ROOMS) as (keyof Addresses)[]).find((name) => text.startsWith(`${ROOMS[name]}/`));
  return room === undefined ? text : addresses[room] + text.slice(ROOMS[room].length);
}
