/** What a client sends of who it is: HTTP Basic, with an API token as the password. */

const MAX_HEADER = 1000;

/** The token of an `Authorization` header; undefined when there is none in it. The user name is only not empty. */
export function tokenIn(header: string | undefined): string | undefined {
  const [, encoded] = /^basic +([\w+/=-]+)\s*$/i.exec((header ?? '').slice(0, MAX_HEADER)) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  // People try both the API's login and their own name; the token alone says who they are.
  const token = text.slice(colon + 1);
  return colon > 0 && token !== '' ? token : undefined;
}
