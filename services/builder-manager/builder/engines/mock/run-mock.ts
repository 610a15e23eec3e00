/** Single runs of mock and what they left behind. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asShown } from '../../domain/mock-output.js';
import { mockArgv, type MockPaths, type Step, type StepName } from '../../domain/mock-plan.js';
import { mockVerdict, type MockRun } from '../../domain/mock-verdict.js';
import { Ended, failed } from '../../ended.js';
import type { Phase } from '../../report/journal.js';
import { toMemory, toStdout } from '../../report/sinks.js';
import type { BuildUser } from '../../system/build-user.js';
import { capture, ROOT_ENV, run } from '../../system/command.js';
import type { Workplace } from '../../workplace.js';
import type { EmptyNet } from './empty-net.js';

/** What all runs of one build share. */
export interface MockRoom {
  readonly workplace: Workplace;
  readonly user: BuildUser;
  readonly paths: MockPaths;
  /** For the steps that are cut from the network. */
  readonly net: EmptyNet | undefined;
}

/** A run that failed. */
export interface Failure {
  readonly code: number;
  readonly ended: Ended;
}

const PHASES: Readonly<Record<StepName, Phase>> = {
  rebuild: 'build',
  init: 'dependencies',
  srpm: 'srpm',
  dependencies: 'dependencies',
  build: 'build',
};

/** Runs one step, on these source packages where it takes any; answers its failure. */
export async function runStep(room: MockRoom, step: Step, srpms?: readonly string[]): Promise<Failure | undefined> {
  const { paths, net, workplace } = room;
  return workplace.journal.stage(PHASES[step.name], `mock: ${step.name}`, async () => {
    const given = step.srpm ? (srpms ?? [srpmIn(paths.results)]) : [];
    const argv: [string, ...string[]] = [...step.argv, ...given];
    const memory = toMemory();
    const output = asShown((lines) => [toStdout, memory].forEach((sink) => sink(lines)));
    const entered = step.cut && net ? net.enter(argv) : argv;
    const trouble = workplace.guard.watch();
    const code = await run({ argv: entered, env: mockEnv(room.user), sinks: [output.take] });
    output.end();
    if (code === 0) return undefined;
    workplace.journal.say(`mock ended with ${code}`);
    const { outcome, reason } = mockVerdict({
      code,
      output: memory.lines(),
      trouble: trouble(),
      ...leftBy(paths.results),
    });
    return { code, ended: new Ended(outcome, reason) };
  });
}

/** Where mock's root of this build is. */
export async function rootPath({ paths, user }: MockRoom): Promise<string> {
  const { text } = await capture({ argv: [...mockArgv(paths), '--print-root-path'], env: mockEnv(user) });
  const path = text.split('\n').findLast((line) => line.startsWith('/'));
  if (!path) throw new Error(`mock does not say where its root is: ${text}`);
  return path;
}

/** mock refuses plain root; told whom it acts for, it gives the results to that user. */
export function mockEnv({ uid, gid }: BuildUser): Record<string, string> {
  return { ...ROOT_ENV, SUDO_UID: String(uid), SUDO_GID: String(gid), SUDO_USER: 'mockbuild' };
}

function leftBy(dir: string): Omit<MockRun, 'code' | 'output' | 'trouble'> {
  const lines = (name: string): string[] =>
    existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8').split('\n') : [];
  return {
    hasResults: existsSync(dir),
    stateLog: lines('state.log'),
    rootLog: lines('root.log'),
    buildLog: lines('build.log'),
  };
}

function srpmIn(dir: string): string {
  const name = readdirSync(dir).find((file) => file.endsWith('.src.rpm'));
  if (!name) throw failed('mock made no source package');
  return join(dir, name);
}
