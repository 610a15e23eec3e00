/**
 * The way to a Subversion server. svn follows a redirect to any protocol (svn://, a file, ssh), and over svn:// it knows no
 * proxy. So it is shown no redirect, and never connects by itself: over http(s) it speaks through a door of the guard that
 * leads to one server, over svn:// by a tunnel command that the guard connects.
 */
import { firstMatching } from '../domain/text.js';
import { tellingLines } from '../domain/reasons.js';
import { failed } from '../ended.js';
import { connectCommand } from './connect-command.js';
import type { SourceRoom } from './source-room.js';
import { verdictOn, type Ending } from './tools.js';

export interface Connection {
  /** The repository as svn is to be given it. */
  readonly url: string;
  svn(...args: string[]): Promise<Ending>;
  /** Why svn failed, in one line. */
  explain(lines: readonly string[]): string;
  close(): Promise<void>;
}

/** A way that is open, though nobody has gone it yet. */
interface Way extends Pick<Connection, 'url' | 'close'> {
  /** Lines of svn's configuration: `file:section:option=value`. */
  readonly config: readonly string[];
  /** Where the server sent svn. */
  redirect(): string | undefined;
}

/** As many as svn follows. */
const MAX_REDIRECTS = 3;

/** Connects, and asks for the repository. A redirect of the whole repository is followed here, where the guard judges it. */
export async function connect(room: SourceRoom, address: string): Promise<Connection> {
  let url = room.guard.check(address, ['http', 'https', 'svn']);
  for (let redirects = 0; ; redirects++) {
    const way = await openWay(room, url);
    const connection = connectionOf(room, url, way);
    const ending = await connection.svn('info', `${way.url}@`);
    if (ending.code === 0) return connection;
    await way.close();
    const redirect = way.redirect();
    if (redirect === undefined) throw verdictOn('svn', ending, connection.explain);
    if (redirects === MAX_REDIRECTS) throw failed(`${address} redirects more than ${MAX_REDIRECTS} times`);
    url = redirected(room, url, redirect);
  }
}

/** Judged as any address; never from a server that proved who it is to one that does not. */
function redirected({ guard, journal }: SourceRoom, from: URL, location: string): URL {
  journal.say(`${from.href} redirects to ${location}`);
  return guard.check(location, from.protocol === 'https:' ? ['https'] : ['http', 'https'], from);
}

function openWay(room: SourceRoom, url: URL): Promise<Way> {
  return url.protocol === 'svn:' ? Promise.resolve(tunnelTo(room, url)) : doorTo(room, url);
}

async function doorTo({ guard }: SourceRoom, url: URL): Promise<Way> {
  const door = await guard.openDoor(url);
  return {
    url: door.spoken(url),
    redirect: door.redirect,
    close: door.close,
    config: [
      'servers:global:http-proxy-host=127.0.0.1',
      `servers:global:http-proxy-port=${new URL(door.url).port}`,
      // All files in one answer: each request is a connection of its own, with a handshake of TLS.
      'servers:global:http-bulk-updates=yes',
    ],
  };
}

const TUNNEL = 'svn+kopr:';
const SVN_PORT = '3690';

/** svn knows the command by the name alone: host and port are settled here, whatever address it comes to think of. */
function tunnelTo(room: SourceRoom, { href, hostname, port }: URL): Way {
  const command = [connectCommand(room), hostname, port || SVN_PORT].join(' ');
  return {
    url: href.replace(/^svn:/, TUNNEL),
    redirect: () => undefined,
    close: () => Promise.resolve(),
    config: [`config:tunnels:kopr=${command}`],
  };
}

function connectionOf({ tools, work }: SourceRoom, meant: URL, { url, config, close }: Way): Connection {
  const options = ['--non-interactive', '--no-auth-cache', ...config.flatMap((line) => ['--config-option', line])];
  const [spoken, said] = [originOf(new URL(url)), originOf(meant)];
  return {
    url,
    svn: (...args) => tools.asUser(['svn', ...options, ...args], { cwd: work }),
    explain: (lines) => svnReason(lines).replaceAll(spoken, said),
    close,
  };
}

function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** `svn: E160006: No such revision 99`: the first is the nearest cause. */
function svnReason(lines: readonly string[]): string {
  return firstMatching(lines, /^svn: (?:warning: )?[EW]\d+: (.+)/) ?? tellingLines(lines);
}
