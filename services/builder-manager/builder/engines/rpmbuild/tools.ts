/** The commands of the rpmbuild engine: as the build user with build.log, or as root with root.log. */
import { join } from 'node:path';
import { toFile, toMemory, toStdout } from '../../report/sinks.js';
import { killProcessesOf, type BuildUser } from '../../system/build-user.js';
import { capture, ROOT_ENV, run } from '../../system/command.js';
import type { Workplace } from '../../workplace.js';
import { dnf, type DnfEnding } from './dnf.js';
import type { Topdir } from './topdir.js';

/** An exit code and the end of what was printed. */
export interface Ending {
  readonly code: number;
  readonly lines: readonly string[];
}

export interface Tools extends Workplace {
  readonly topdir: Topdir;
  /** Path of the spec file. */
  readonly spec: string;
  readonly arch: string;
  /** rpmbuild as the build user, with the build's conditions; its output is build.log. */
  rpmbuild(...args: string[]): Promise<Ending>;
  /** dnf as root; its output is root.log. */
  dnf(...args: string[]): Promise<DnfEnding>;
  /** A query as root, without a log. */
  query(...argv: [string, ...string[]]): Promise<{ code: number; text: string }>;
  /** A line for root.log that no command printed. */
  noteRoot(text: string): void;
}

interface Ingredients {
  readonly workplace: Workplace;
  readonly user: BuildUser;
  readonly topdir: Topdir;
  readonly spec: string;
  readonly arch: string;
}

/** Binds the commands to one build. */
export function createTools({ workplace, user, topdir, spec, arch }: Ingredients): Tools {
  const buildLog = toFile(join(workplace.results, 'build.log'));
  const rootLog = toFile(join(workplace.results, 'root.log'));
  const userEnv = { ...ROOT_ENV, HOME: user.home, USER: 'mockbuild', LOGNAME: 'mockbuild', SHELL: '/bin/bash' };
  const { uid, gid, home: cwd } = user;
  const asUser = { env: userEnv, user: { uid, gid }, cwd, afterExit: () => killProcessesOf(uid) };
  const conditions = conditionArgs(workplace);
  return {
    ...workplace,
    topdir,
    spec,
    arch,
    async rpmbuild(...args) {
      const memory = toMemory();
      const argv = ['rpmbuild', ...conditions, ...args] as [string, ...string[]];
      const code = await run({ ...asUser, argv, sinks: [toStdout, buildLog, memory] });
      return { code, lines: memory.lines() };
    },
    dnf: (...args) => dnf(workplace.guard, args, rootLog),
    query: (...argv) => capture({ argv, env: ROOT_ENV }),
    noteRoot(text) {
      workplace.journal.say(text);
      rootLog(Buffer.from(`${text}\n`));
    },
  };
}

function conditionArgs({ definition }: Workplace): string[] {
  return [
    ...definition.with_opts.flatMap((name) => ['--with', name]),
    ...definition.without_opts.flatMap((name) => ['--without', name]),
  ];
}
