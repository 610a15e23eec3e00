/** Runs the tools that make sources: with pipes, behind the guard, without anything of ours in their environment. */
import { conceal } from '../domain/conceal.js';
import { calmly } from '../domain/progress.js';
import { tellingLines, type Trouble } from '../domain/reasons.js';
import { cut } from '../domain/text.js';
import { failed, type Ended } from '../ended.js';
import type { Guard } from '../net/guard.js';
import { toMemory, toStdout } from '../report/sinks.js';
import { killProcessesOf, type BuildUser } from '../system/build-user.js';
import { ROOT_ENV, run, type Command } from '../system/command.js';
import { withinShare, type DiskShare } from '../system/disk-use.js';

type Argv = Command['argv'];

interface Run {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a tool ended, and the end of what it printed. */
export interface Ending extends Trouble {
  readonly code: number;
  readonly lines: readonly string[];
}

export interface Tools {
  readonly user: BuildUser;
  /** From now on these words are taken out of everything that tools print. */
  hide(words: readonly string[]): void;
  /** Holds other work to the task's share of the disk. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** As the build user. Whatever it leaves running is ended. */
  asUser(argv: Argv, how?: Run): Promise<Ending>;
  /** As root, but with less than the builder has, so that the kernel hides the builder from it. Its process group ends with it. */
  asRoot(argv: Argv, how?: Run): Promise<Ending>;
}

/** What every tool finds in its environment. `ca`: where the image keeps its certificate authorities. */
interface Surroundings {
  readonly guard: Guard;
  readonly ca: Readonly<Record<string, string>>;
  /** What the task may take of the disk. */
  readonly share: DiskShare;
}

/** Binds the tools to one task. */
export function createTools(user: BuildUser, { guard, ca, share }: Surroundings): Tools {
  const { uid, gid, home } = user;
  const shared = { ...ROOT_ENV, ...ca, ...guard.env };
  const asUser = { ...shared, HOME: home, USER: 'mockbuild', LOGNAME: 'mockbuild', SHELL: '/bin/bash' };
  const endAll = (): Promise<void> => killProcessesOf(uid);
  const hidden: string[] = [];
  const hold: Tools['hold'] = (work) => withinShare(share, work, endAll);
  const start = (command: Omit<Command, 'sinks'>): Promise<Ending> => hold(watched(guard, command, hidden));
  return {
    user,
    hold,
    hide: (words) => void hidden.push(...words),
    asUser: (argv, { cwd = home, env } = {}) =>
      start({ argv, cwd, env: { ...asUser, ...env }, user: { uid, gid }, afterExit: endAll }),
    asRoot: (argv, { cwd = '/', env } = {}) =>
      start({ argv: [...WITH_LESS, ...argv], cwd, env: { ...shared, ...env }, ownGroup: true }),
  };
}

const WITH_LESS = ['setpriv', '--bounding-set=-setpcap', '--inh-caps=-all', '--'] as const;

const CA_NAMES = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'REQUESTS_CA_BUNDLE', 'PIP_CERT'];

/** Where this image says that its certificate authorities are. */
export function certificatesIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(CA_NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

async function watched(guard: Guard, command: Omit<Command, 'sinks'>, hidden: readonly string[]): Promise<Ending> {
  const memory = toMemory();
  const output = calmly(
    (lines) => [toStdout, memory].forEach((sink) => sink(conceal(lines, hidden))),
    () => performance.now(),
  );
  const trouble = guard.watch();
  const code = await run({ ...command, sinks: [output.take] });
  output.end();
  return { code, lines: memory.lines(), ...trouble() };
}

const NO_SUCH_PROGRAM = 127;

/** Throws the verdict on a tool that failed. `explain`: how this tool tells why. */
export function mustSucceed(tool: string, ending: Ending, explain = tellingLines): void {
  if (ending.code !== 0) throw verdictOn(tool, ending, explain);
}

/** The verdict on a tool that failed: the guard knows better than the tool what it met. */
export function verdictOn(tool: string, ending: Ending, explain = tellingLines): Ended {
  const { code, lines, refused, unreachable } = ending;
  // A tool that is there may end so, too, when it misses another; then it says something.
  if (code === NO_SUCH_PROGRAM && lines.every((line) => line === ''))
    return failed(`the image of source tasks has no ${tool}`);
  return failed(cut(`${tool} failed: ${refused ?? unreachable ?? explain(lines)}`));
}
