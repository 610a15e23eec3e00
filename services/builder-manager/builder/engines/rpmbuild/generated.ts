/** BuildRequires that the spec computes (%generate_buildrequires): asked for until nothing new comes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MISSING_BUILDREQUIRES, rpmbuildReason } from '../../domain/reasons.js';
import { failed } from '../../ended.js';
import { installDependencies } from './dependencies.js';
import type { Tools } from './tools.js';

// Each round may bring the tool that computes the next; mock gives up after ten, too.
const MAX_ROUNDS = 10;

/** Whether a spec has the section. */
export function hasGeneratedBuildRequires(spec: string): boolean {
  return /^%generate_buildrequires\b/m.test(spec);
}

/** Runs %prep and the section, installs what it prints, and again. */
export async function generateBuildRequires(tools: Tools): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    await tools.link.cut();
    const ending = await tools.journal.stage('dependencies', `generated BuildRequires, round ${round}`, () =>
      tools.rpmbuild('-br', tools.spec),
    );
    if (ending.code === 0) return;
    if (ending.code !== MISSING_BUILDREQUIRES) throw failed(rpmbuildReason(ending.lines));
    await installDependencies(tools, requiresPackage(tools.topdir.srpms));
  }
  throw failed(`%generate_buildrequires still asks for more after ${MAX_ROUNDS} rounds`);
}

function requiresPackage(srpms: string): string {
  const name = readdirSync(srpms).find((file) => file.endsWith('.buildreqs.nosrc.rpm'));
  if (!name) throw failed('rpmbuild reported missing BuildRequires but wrote no list of them');
  return join(srpms, name);
}
