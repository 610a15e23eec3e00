/** Finding what a request names, or refusing in Copr's words. */
import type { Tx } from '@kopr/shared/outbox';
import { parseChrootName } from '@kopr/shared/domain';
import { refuse, required } from '../domain/refusal.js';
import type { Chroot } from '../domain/build.js';
import { outlineBuild, showBuild, type Listed, type Outlined } from '../store/build-lists.js';
import { findChroot } from '../store/chroots.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import { findWithChroots } from '../store/project-with-chroots.js';
import { findProject, type ProjectRow } from '../store/projects.js';
import { findGroup } from '../store/users.js';
import { str } from './python.js';

/** The living project of an owner. */
export async function projectNamed(tx: Tx, owner: string, name: string): Promise<ProjectRow> {
  return (await findProject(tx, owner, name)) ?? noProject(tx, owner, name);
}

/** The same with the names of its enabled chroots. */
export async function projectShown(tx: Tx, owner: string, name: string) {
  return (await findWithChroots(tx, owner, name)) ?? noProject(tx, owner, name);
}

async function noProject(tx: Tx, owner: string, name: string): Promise<never> {
  if (owner.startsWith('@'))
    required(await findGroup(tx, owner.slice(1)), 'missing', `Group ${owner.slice(1)} does not exist.`);
  refuse('missing', `Project ${owner}/${name} does not exist.`);
}

/** The project's package of a name, which may be anything that was sent. */
export async function packageNamed(tx: Tx, project: ProjectRow, name: unknown): Promise<PackageRow> {
  const row = typeof name === 'string' ? await findPackage(tx, project.id, name) : null;
  return required(row, 'missing', `No package with name ${str(name)} in copr ${project.name}`);
}

/** The build of a number, which may come as any text. */
export async function buildNumbered(tx: Tx, number: string): Promise<Listed> {
  const listed = /^\d{1,10}$/.test(number) ? await showBuild(tx, Number(number)) : undefined;
  return required(listed, 'missing', `Build ${number} does not exist.`);
}

/** The same in outline, which costs less. */
export async function buildOutlined(tx: Tx, number: string): Promise<Outlined> {
  const outlined = /^\d{1,10}$/.test(number) ? await outlineBuild(tx, Number(number)) : undefined;
  return required(outlined, 'missing', `Build ${number} does not exist.`);
}

/** A build's part for a chroot. */
export async function chrootNamed(tx: Tx, { build }: Listed, name: string): Promise<Chroot> {
  if (!parseChrootName(name)) refuse('missing', 'Chroot identification is not valid');
  const chroot = build.chroots.find((candidate) => candidate.name === name);
  if (chroot) return chroot;
  required(await findChroot(tx, name), 'missing', `Chroot ${name} does not exist`);
  refuse('missing', `Build ${build.id} was not submitted to ${name} chroot.`);
}
