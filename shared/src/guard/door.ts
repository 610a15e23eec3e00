/**
 * A way to one server alone, for a tool that would follow a redirect to anywhere and by any protocol: to the proxy it
 * speaks plain HTTP, TLS is spoken here, and no redirect passes. So the server has no word that leads the tool elsewhere,
 * at the first request or at any later one.
 */
import type { IncomingMessage } from 'node:http';
import type { Way } from './forward.js';
import { Denial } from './proxy-means.js';

/** An open door. */
export interface Door {
  /** The proxy that the tool is given. */
  readonly url: string;
  /** What the tool is given in place of an address of this server: the same, but never https. */
  spoken(address: URL): string;
  /** Where the server sent its client last. */
  redirect(): string | undefined;
  close(): Promise<void>;
}

/** The way of one door, and what it has seen. */
export interface DoorWay extends Way, Pick<Door, 'spoken' | 'redirect'> {}

/** A way to the server of this address. */
export function wayTo(server: URL): DoorWay {
  const plain = plainOf(server);
  let redirect: string | undefined;
  return {
    spoken: (address) => plainOf(address).href,
    redirect: () => redirect,
    lead(asked) {
      if (asked.host !== plain.host) throw new Denial(403, `this way leads to ${server.host} alone`);
      const url = new URL(server);
      url.pathname = asked.pathname;
      url.search = asked.search;
      return url;
    },
    admit({ statusCode = 0, headers }: IncomingMessage) {
      if (statusCode < 300 || statusCode >= 400) return;
      // An empty one would lead back to the same address.
      redirect = headers.location || undefined;
      throw new Denial(403, `${server.host} redirects to ${redirect ?? 'nowhere'}, which is not followed`);
    },
  };
}

function plainOf({ host, pathname, search }: URL): URL {
  return new URL(`http://${host}${pathname}${search}`);
}
