/** A Subversion repository at one revision. */
import { join } from 'node:path';
import { firstMatching } from '../domain/text.js';
import { failed } from '../ended.js';
import { tellingLines } from '../domain/reasons.js';
import type { SourceRoom } from './source-room.js';
import { step } from './step.js';
import { mustSucceed, type Ending } from './tools.js';

/** What is wanted: `r12`, `12`, `HEAD`; empty is the newest. */
export interface SvnOrder {
  readonly url: string;
  readonly revision: string;
}

/** Checks out; answers the folder and the revision in which it last changed. */
export async function bringRevision(room: SourceRoom, order: SvnOrder): Promise<{ dir: string; version: string }> {
  const { url, svn } = await step(room, 'clone', `Subversion repository ${order.url}`, () => connect(room, order.url));
  return step(room, 'checkout', 'checkout', async () => {
    const dir = join(room.work, 'repository');
    const at = `${url}@${pegOf(order.revision)}`;
    const info = await svn('info', '--show-item', 'last-changed-revision', at);
    mustSucceed('svn', info, svnReason);
    const changed = firstMatching(info.lines, /^(\d+)\s*$/);
    if (changed === undefined) throw failed('svn does not say in which revision the folder last changed');
    mustSucceed('svn', await svn('checkout', '--quiet', '--ignore-externals', at, dir), svnReason);
    await makeGitOf(room, dir, `r${changed}`);
    room.journal.say(`revision r${changed}`);
    return { dir, version: `r${changed}` };
  });
}

interface Connection {
  readonly url: string;
  svn(...args: string[]): Promise<Ending>;
}

/** Over http(s) through the guard's proxy; svn:// knows none, so its host is judged before. */
async function connect(room: SourceRoom, address: string): Promise<Connection> {
  const { guard, tools, work } = room;
  const url = guard.check(address, ['http', 'https', 'svn']);
  if (url.protocol === 'svn:') await guard.checkHost(url);
  const proxy = [`http-proxy-host=127.0.0.1`, `http-proxy-port=${guard.port}`];
  const options = [
    '--non-interactive',
    '--no-auth-cache',
    ...proxy.flatMap((line) => ['--config-option', `servers:global:${line}`]),
  ];
  const svn = (...args: string[]): Promise<Ending> => tools.asUser(['svn', ...options, ...args], { cwd: work });
  mustSucceed('svn', await svn('info', `${url.href}@`), svnReason);
  return { url: url.href, svn };
}

function pegOf(revision: string): string {
  const [, number] = /^r?(\d{1,9})$/.exec(revision) ?? [];
  if (number !== undefined) return number;
  if (revision === '' || revision === 'HEAD') return 'HEAD';
  throw failed(`${JSON.stringify(revision)} is not a revision`);
}

/** `svn: E160006: No such revision 99`: the first is the nearest cause. */
function svnReason(lines: readonly string[]): string {
  return firstMatching(lines, /^svn: (?:warning: )?[EW]\d+: (.+)/) ?? tellingLines(lines);
}

/** The tools that make source packages know git only. */
async function makeGitOf({ tools }: SourceRoom, dir: string, revision: string): Promise<void> {
  const env = {
    GIT_AUTHOR_NAME: 'svn',
    GIT_AUTHOR_EMAIL: 'svn@localhost',
    GIT_COMMITTER_NAME: 'svn',
    GIT_COMMITTER_EMAIL: 'svn@localhost',
  };
  const commands = [
    ['init', '--quiet', '--initial-branch', 'svn'],
    ['add', '--all', '--', ':!.svn'],
    ['commit', '--quiet', '--allow-empty', '--message', revision],
  ];
  for (const args of commands) mustSucceed('git', await tools.asUser(['git', ...args], { cwd: dir, env }));
}
