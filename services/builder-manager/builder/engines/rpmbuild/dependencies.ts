/** What must be in the root before the build: the project's repositories, its extra packages, BuildRequires. */
import { existsSync } from 'node:fs';
import { moduleToggles } from '../../domain/module-toggles.js';
import { dependencyReason } from '../../domain/reasons.js';
import { failed } from '../../ended.js';
import { DNF_OPTIONS, isPackageName, writeRepos, type DnfEnding } from './dnf.js';
import type { Tools } from './tools.js';

const RPMBUILD = '/usr/bin/rpmbuild';

/** Adds the project's repositories, then rpmbuild itself and the chroot's extra packages where they are missing. */
export async function prepareRoot(tools: Tools): Promise<void> {
  writeRepos(tools.repos);
  await toggleModules(tools);
  const wanted = [
    ...(existsSync(RPMBUILD) ? [] : ['rpm-build']),
    ...tools.definition.buildroot_pkgs.filter(isPackageName),
  ];
  if (wanted.length === 0) return;
  await tools.journal.stage('dependencies', 'chroot packages', async () => {
    mustSucceed(await tools.dnf(...DNF_OPTIONS, 'install', ...wanted));
  });
}

/** As the chroot's settings say, before anything is installed. */
async function toggleModules(tools: Tools): Promise<void> {
  const toggles = moduleToggles(tools.definition.modules);
  if (toggles.length === 0) return;
  await tools.journal.stage('dependencies', 'module streams', async () => {
    for (const [verb, module] of toggles.filter(isToggle)) {
      const { code, refused, unreachable } = await tools.dnf('module', verb, module);
      if (code !== 0) throw failed(refused ?? unreachable ?? `dnf could not ${verb} the module ${module}`);
    }
  });
}

function isToggle([verb, module]: [string, string]): boolean {
  return (verb === 'enable' || verb === 'disable') && isPackageName(module);
}

/** Installs what a source package's header requires. Only the header is read: root evaluates nothing of the spec. */
export async function installDependencies(tools: Tools, srpm: string): Promise<void> {
  await tools.link.mend();
  await tools.journal.stage('dependencies', 'build dependencies', async () => {
    mustSucceed(await tools.dnf(...DNF_OPTIONS, 'builddep', srpm));
  });
}

function mustSucceed(ending: DnfEnding): void {
  if (ending.code !== 0) throw failed(dependencyReason(ending.lines, ending));
}
