/** What a failed run of mock means. Its exit codes do not classify (a bad SRPM and a compile error are both 1): the stage does. */
import type { Manifest } from '@kopr/proto';
import { dependencyReason, refusedArch, rpmbuildReason, tellingLines, type Trouble } from './reasons.js';
import { cut } from './text.js';

/** What a run left behind. Logs as lines; empty where mock wrote none. */
export interface MockRun {
  readonly code: number;
  /** mock's own output. */
  readonly output: readonly string[];
  /** What the guard of the repositories knows. */
  readonly trouble?: Trouble;
  /** Whether a result folder exists. */
  readonly hasResults: boolean;
  readonly stateLog: readonly string[];
  readonly rootLog: readonly string[];
  readonly buildLog: readonly string[];
}
export interface MockVerdict {
  readonly outcome: Exclude<Manifest['outcome'], 'succeeded'>;
  readonly reason: string;
}

const NO_SUCH_PROGRAM = 127;
const BAD_CONFIG = 3;
/** mock's exit code when the package manager failed. */
export const MISSING_DEPENDENCIES = 30;

/** The verdict on a run that did not exit with 0. */
export function mockVerdict(torn: MockRun): MockVerdict {
  const run = { ...torn, buildLog: mended(torn.buildLog), output: withCommands(torn.output) };
  const refused = refusedArch(run.buildLog);
  if (refused) return { outcome: 'skipped', reason: refused.replace(/^error: /, '') };
  return { outcome: 'failed', reason: cut(reasonOf(run)) };
}

function reasonOf(run: MockRun): string {
  if (run.code === NO_SUCH_PROGRAM) return 'the builder image has no mock';
  if (run.code === BAD_CONFIG) return `mock does not take the chroot's configuration: ${tellingLines(run.output)}`;
  if (run.code === MISSING_DEPENDENCIES) return packagesReason(run);
  if (!run.hasResults) return `the source package is bad: ${tellingLines(run.output)}`;
  if (hasRpmbuildFailed(run)) return rpmbuildReason(run.buildLog);
  if (hasStarted(run, 'rpmbuild ')) return `mock failed beside rpmbuild: ${tellingLines(mockErrors(run.output))}`;
  return `the build root could not be made: ${tellingLines(mockErrors(run.output))}`;
}

function hasStarted({ stateLog }: MockRun, stage: string): boolean {
  return stateLog.some((line) => line.includes(` - Start: ${stage}`));
}

// build.log says after each rpmbuild what it ended with; no word means that it did not end.
function hasRpmbuildFailed(run: MockRun): boolean {
  const last = run.buildLog.findLast((line) => line.startsWith(RETURN_CODE));
  return hasStarted(run, 'rpmbuild ') && last !== `${RETURN_CODE}0`;
}

const RETURN_CODE = 'Child return code was: ';

// Before the first source package is touched it is the root's own packages that are missing.
function packagesReason({ rootLog, output, stateLog, trouble }: MockRun): string {
  const told = output.filter((line) => !line.startsWith('ERROR: Command failed: '));
  const reason = dependencyReason([...rootLog.map(withoutPrefix), ...told], trouble);
  const isRoot = !stateLog.some((line) => / Finish: chroot init$/.test(line));
  return isRoot
    ? reason.replace(/^missing BuildRequires: /, 'the build root could not be made: nothing provides ')
    : reason;
}

// What mock itself says comes last, after the output of all that it ran.
function mockErrors(output: readonly string[]): readonly string[] {
  const first = output.findIndex((line) => line.startsWith('ERROR: '));
  return first < 0 ? output : output.slice(first);
}

// mock says which command failed in the line after; and which build, which the reader knows.
function withCommands(lines: readonly string[]): string[] {
  const told = lines.filter((line) => !line.startsWith('ERROR: Exception('));
  return told
    .join('\n')
    .replace(/Command failed: *\n # /g, 'Command failed: ')
    .split('\n');
}

// rpm writes `error: ` and what comes after it one after the other; mock, reading in between, makes two lines of them,
// with others between. rpm's summary says it again in one piece, indented: it stands in for a torn line, else it is left out.
function mended(lines: readonly string[]): string[] {
  const whole = new Set(lines.filter((line) => line.startsWith(ERROR)));
  return lines
    .filter((line) => line.trim() !== ERROR.trim() && !whole.has(ERROR + line.trim()))
    .map((line) => line.replace(TORN, `${ERROR}$1`));
}

const ERROR = 'error: ';
const TORN = /^\s*(Bad exit status from |Architecture is (?:not included|excluded)|No compatible architectures)/;

// root.log: `DEBUG util.py:459:  No matching package to install: 'x'`
function withoutPrefix(line: string): string {
  return line.replace(/^(?:DEBUG|INFO|WARNING|ERROR) \S+:\d+:\s{0,2}/, '');
}
