/** What a failed run of mock means. Its exit codes do not classify (a bad SRPM and a compile error are both 1): the stage does. */
import type { Manifest } from '@kopr/proto';
import { dependencyReason, refusedArch, rpmbuildReason, tellingLines } from './reasons.js';
import { cut } from './text.js';

/** What a run left behind. Logs as lines; empty where mock wrote none. */
export interface MockRun {
  readonly code: number;
  /** mock's own output. */
  readonly output: readonly string[];
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
  const run = { ...torn, buildLog: mended(torn.buildLog) };
  const refused = refusedArch(run.buildLog);
  if (refused) return { outcome: 'skipped', reason: refused.replace(/^error: /, '') };
  return { outcome: 'failed', reason: cut(reasonOf(run)) };
}

function reasonOf(run: MockRun): string {
  if (run.code === NO_SUCH_PROGRAM) return 'the builder image has no mock';
  if (run.code === BAD_CONFIG) return `mock does not take the chroot's configuration: ${tellingLines(run.output)}`;
  if (run.code === MISSING_DEPENDENCIES) return dependencyReason([...run.rootLog.map(withoutPrefix), ...run.output]);
  if (!run.hasResults) return `the source package is bad: ${tellingLines(run.output)}`;
  if (run.stateLog.some((line) => /Start: rpmbuild /.test(line))) return rpmbuildReason(run.buildLog);
  return `the build root could not be made: ${tellingLines(run.output)}`;
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
