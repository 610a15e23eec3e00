/** Engine mock: the clean root is a chroot that mock fills inside this container. */
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockConfigOf, renderMockConfig } from '../../domain/mock-config.js';
import { planMock, type Step, type StepName } from '../../domain/mock-plan.js';
import { mockVerdict } from '../../domain/mock-verdict.js';
import { Ended, failed } from '../../ended.js';
import { bringSources } from '../../net/sources.js';
import { harvest } from '../../report/harvest.js';
import type { Phase } from '../../report/journal.js';
import { toMemory, toStdout } from '../../report/sinks.js';
import { makeBuildUser, type BuildUser } from '../../system/build-user.js';
import { ROOT_ENV, run } from '../../system/command.js';
import type { Engine, Workplace } from '../../workplace.js';
import { collectLogs } from './collect-mock.js';

// The parent of the result folder must be writable by the user that mock acts for.
const PARENT = '/var/lib/kopr-builder/mock';
const CONFIG = '/etc/mock/kopr-task.cfg';

const PHASES: Readonly<Record<StepName, Phase>> = {
  rebuild: 'build',
  init: 'dependencies',
  srpm: 'srpm',
  dependencies: 'dependencies',
  build: 'build',
};

/** Runs the planned steps one after the other; the first that fails gives the verdict. */
export const mockEngine: Engine = async (workplace) => {
  const { definition, journal, sources, orders } = workplace;
  const user = makeBuildUser();
  const results = mockResultsOf(user);
  const spec = await journal.stage('sources', 'sources', () => bringSources(definition, sources, journal.say));
  writeFileSync(CONFIG, renderMockConfig(mockConfigOf(definition)));
  const paths = {
    config: CONFIG,
    results,
    spec: join(sources, spec),
    sources,
    uniqueExt: `${orders.task}-${orders.attempt}`,
  };
  try {
    for (const step of planMock(definition, paths)) await takeStep(workplace, step, user, results);
  } finally {
    await collectLogs(workplace, results, CONFIG);
  }
  return journal.stage('collect', 'collect', () => harvest(workplace, [results], spec));
};

function mockResultsOf(user: BuildUser): string {
  mkdirSync(PARENT, { recursive: true, mode: 0o755 });
  chownSync(PARENT, user.uid, user.gid);
  return join(PARENT, 'result');
}

async function takeStep(workplace: Workplace, step: Step, user: BuildUser, results: string): Promise<void> {
  await workplace.journal.stage(PHASES[step.name], `mock: ${step.name}`, async () => {
    const argv: [string, ...string[]] = [...step.argv, ...(step.srpm ? [srpmIn(results)] : [])];
    const memory = toMemory();
    // mock refuses plain root; told whom it acts for, it gives the results to that user.
    const env = { ...ROOT_ENV, SUDO_UID: String(user.uid), SUDO_GID: String(user.gid), SUDO_USER: 'mockbuild' };
    const code = await run({ argv, env, sinks: [toStdout, memory] });
    if (code === 0) return;
    const { outcome, reason } = mockVerdict({ code, output: memory.lines(), ...leftBy(results) });
    throw new Ended(outcome, reason);
  });
}

function leftBy(dir: string): Omit<Parameters<typeof mockVerdict>[0], 'code' | 'output'> {
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
