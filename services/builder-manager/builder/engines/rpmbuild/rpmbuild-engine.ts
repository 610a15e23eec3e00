/** Engine rpmbuild: the container, from the chroot's own image, is the clean root. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { archOf } from '../../domain/arch-limits.js';
import { moduleToggles } from '../../domain/module-toggles.js';
import { bringSources } from '../../net/sources.js';
import { makeBuildUser } from '../../system/build-user.js';
import type { Engine, Workplace } from '../../workplace.js';
import { build, makeSrpm } from './build.js';
import { harvest } from '../../report/harvest.js';
import { installDependencies, prepareRoot } from './dependencies.js';
import { couldReposReplace, isSatisfied } from './fast-path.js';
import { generateBuildRequires, hasGeneratedBuildRequires } from './generated.js';
import { createTools, type Tools } from './tools.js';
import { makeTopdir } from './topdir.js';

/**
 * Network off holds whenever a line of the packager's runs: from the first reading of the spec (macros may run programs)
 * to the end of the build, but not while dnf installs.
 */
export const rpmbuildEngine: Engine = async (workplace) => {
  const { repos, definition } = workplace;
  const [tools, replaceable] = await Promise.all([
    prepareSources(workplace),
    // Other streams may bring other packages; dnf knows.
    moduleToggles(definition.modules).length > 0 || couldReposReplace(repos),
  ]);
  await prepareRoot(tools);
  await workplace.link.cut();
  await completeRoot(tools, replaceable);
  await workplace.link.cut();
  await build(tools);
  return workplace.journal.stage('collect', 'collect', () => {
    const { srpms, rpms } = tools.topdir;
    return harvest(workplace, [srpms, rpms], basename(tools.spec));
  });
};

async function prepareSources(workplace: Workplace): Promise<Tools> {
  const { definition, journal, sources } = workplace;
  const user = makeBuildUser();
  const topdir = makeTopdir(user, definition);
  const name = await journal.stage('sources', 'sources', () => bringSources(definition, sources, journal.say));
  topdir.take(sources, name);
  return createTools({ workplace, user, topdir, spec: join(topdir.specs, name), arch: archOf(definition.chroot) });
}

async function completeRoot(tools: Tools, replaceable: boolean): Promise<void> {
  const isGenerated = hasGeneratedBuildRequires(await readFile(tools.spec, 'utf8'));
  if (!isGenerated && !replaceable && (await isSatisfied(tools))) {
    tools.noteRoot(
      'nothing to install: every BuildRequires is in the image, and no repository of the project replaces a package of it',
    );
    return;
  }
  await installDependencies(tools, await makeSrpm(tools));
  if (isGenerated) await generateBuildRequires(tools);
}
