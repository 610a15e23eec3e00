/** A Subversion repository at one revision. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { firstMatching } from '../domain/text.js';
import { failed } from '../ended.js';
import type { SourceRoom } from './source-room.js';
import { step } from './step.js';
import { connect } from './svn-connection.js';
import { mustSucceed } from './tools.js';

/** What is wanted: `r12`, `12`, `HEAD`; empty is the newest. */
export interface SvnOrder {
  readonly url: string;
  readonly revision: string;
}

/**
 * Brings the files; answers the folder and the revision in which it last changed. Not as a working copy: that would name
 * the server by the address that only the guard's ways know, and the tools that make source packages know git only.
 */
export async function bringRevision(room: SourceRoom, order: SvnOrder): Promise<{ dir: string; version: string }> {
  const connection = await step(room, 'clone', `Subversion repository ${order.url}`, () => connect(room, order.url));
  const { url, svn, explain } = connection;
  try {
    return await step(room, 'checkout', 'checkout', async () => {
      const dir = join(room.work, 'repository');
      const at = `${url}@${pegOf(order.revision)}`;
      const info = await svn('info', '--show-item', 'last-changed-revision', at);
      mustSucceed('svn', info, explain);
      const changed = firstMatching(info.lines, /^(\d+)\s*$/);
      if (changed === undefined) throw failed('svn does not say in which revision the folder last changed');
      mustSucceed('svn', await svn('export', '--quiet', '--ignore-externals', at, dir), explain);
      if (!lstatSync(dir).isDirectory()) throw failed(`${order.url} is a file, not a folder`);
      await makeGitOf(room, dir, `r${changed}`);
      room.journal.say(`revision r${changed}`);
      return { dir, version: `r${changed}` };
    });
  } finally {
    await connection.close();
  }
}

function pegOf(revision: string): string {
  const [, number] = /^r?(\d{1,9})$/.exec(revision) ?? [];
  if (number !== undefined) return number;
  if (revision === '' || revision === 'HEAD') return 'HEAD';
  throw failed(`${JSON.stringify(revision)} is not a revision`);
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
    ['add', '--all'],
    ['commit', '--quiet', '--allow-empty', '--message', revision],
  ];
  for (const args of commands) mustSucceed('git', await tools.asUser(['git', ...args], { cwd: dir, env }));
}
