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
const DEPENDENCIES = 30;

/** The verdict on a run that did not exit with 0. */
export function mockVerdict(run: MockRun): MockVerdict {
  const refused = refusedArch(run.buildLog);
  if (refused) return { outcome: 'skipped', reason: refused.replace(/^error: /, '') };
  return { outcome: 'failed', reason: cut(reasonOf(run)) };
}

function reasonOf(run: MockRun): string {
  if (run.code === NO_SUCH_PROGRAM) return 'the builder image has no mock';
  if (run.code === BAD_CONFIG) return `mock does not take the chroot's configuration: ${tellingLines(run.output)}`;
  if (run.code === DEPENDENCIES) return dependencyReason([...run.rootLog.map(withoutPrefix), ...run.output]);
  if (!run.hasResults) return `the source package is bad: ${tellingLines(run.output)}`;
  if (run.stateLog.some((line) => /Start: rpmbuild /.test(line))) return rpmbuildReason(run.buildLog);
  return `the build root could not be made: ${tellingLines(run.output)}`;
}

// root.log: `DEBUG util.py:459:  No matching package to install: 'x'`
function withoutPrefix(line: string): string {
  return line.replace(/^(?:DEBUG|INFO|WARNING|ERROR) \S+:\d+:\s{0,2}/, '');
}
