/** Engine mock: the clean root is a chroot that mock fills inside this container. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockConfigOf, renderMockConfig } from '../../domain/mock-config.js';
import { planMock, type Step } from '../../domain/mock-plan.js';
import { MISSING_DEPENDENCIES } from '../../domain/mock-verdict.js';
import { bringSources } from '../../net/sources.js';
import { harvest, plainFiles } from '../../report/harvest.js';
import { makeBuildUser, type BuildUser } from '../../system/build-user.js';
import type { Engine } from '../../workplace.js';
import { collectLogs } from './collect-mock.js';
import { openEmptyNet } from './empty-net.js';
import { rootPath, runStep, type Failure, type MockRoom } from './run-mock.js';

// The parent of the result folder must be writable by the user that mock acts for.
const PARENT = '/var/lib/kopr-builder/mock';
const CONFIG = '/etc/mock/kopr-task.cfg';

/** As often as mock itself tries. */
const MAX_ROUNDS = 10;

/** Runs the planned steps one after the other; the first that fails gives the verdict. */
export const mockEngine: Engine = async (workplace) => {
  const { definition, journal, sources, orders } = workplace;
  const user = makeBuildUser();
  const results = mockResultsOf(user);
  const name = await journal.stage('sources', 'sources', () => bringSources(definition, sources, journal.say));
  const config = mockConfigOf(definition, workplace.repos);
  writeFileSync(CONFIG, renderMockConfig(config));
  const spec = join(sources, name);
  const paths = { config: CONFIG, results, spec, sources, uniqueExt: `${orders.task}-${orders.attempt}` };
  const net = definition.enable_net ? undefined : await openEmptyNet(journal.say);
  try {
    await takeSteps({ workplace, user, paths, net }, planMock(definition, paths));
  } finally {
    net?.close();
    await collectLogs(workplace, results, [CONFIG, config.include]);
  }
  return journal.stage('collect', 'collect', () => harvest(workplace, [results], name));
};

function mockResultsOf(user: BuildUser): string {
  mkdirSync(PARENT, { recursive: true, mode: 0o755 });
  chownSync(PARENT, user.uid, user.gid);
  return join(PARENT, 'result');
}

async function takeSteps(room: MockRoom, steps: readonly Step[]): Promise<void> {
  const dependencies = steps.find((step) => step.name === 'dependencies');
  for (const step of steps) {
    const failure = await runStep(room, step);
    if (failure && step.name === 'build' && dependencies) await buildOn(room, { build: step, dependencies }, failure);
    else if (failure) throw failure.ended;
  }
}

/**
 * Some dependencies show only while building: those that %generate_buildrequires prints, those of a macro that another one
 * brought. mock, cut off, cannot fetch them; they are installed from outside and the build is tried again.
 */
async function buildOn(room: MockRoom, steps: { build: Step; dependencies: Step }, first: Failure): Promise<void> {
  let failure: Failure | undefined = first;
  for (let round = 0; failure; round++) {
    const asking = failure.code === MISSING_DEPENDENCIES ? await writtenSources(room) : [];
    if (asking.length === 0 || round === MAX_ROUNDS) throw failure.ended;
    const refused = await runStep(room, steps.dependencies, asking);
    if (refused) throw refused.ended;
    failure = await runStep(room, steps.build);
  }
}

/** The source packages that rpmbuild wrote in the root: there stand all the dependencies known so far. */
async function writtenSources(room: MockRoom): Promise<string[]> {
  const dir = join(await rootPath(room), 'builddir/build/SRPMS');
  return plainFiles(dir, (name) => /\.(no)?src\.rpm$/.test(name)).map(({ path }) => path);
}
