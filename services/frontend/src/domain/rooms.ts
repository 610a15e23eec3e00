/** Addresses of the rooms in definitions: kept by name, filled in when they are served, since builders reach other ones than people. */

/** The names that stand for addresses in a kept definition. */
export const ROOMS = {
  frontend: 'kopr:frontend',
  distGit: 'kopr:dist-git',
  results: 'kopr:results',
  intake: 'kopr:intake',
} as const;
/** The addresses to serve a definition with. */
export type Addresses = Readonly<Record<keyof typeof ROOMS, string>>;

/** The text with an address in place of the room that it begins with. */
export function opened(text: string, addresses: Addresses): string {
  const room = (Object.keys(ROOMS) as (keyof Addresses)[]).find((name) => text.startsWith(`${ROOMS[name]}/`));
  return room === undefined ? text : addresses[room] + text.slice(ROOMS[room].length);
}
