/** Which chroot of a project a request is about. */
import type { Tx } from '@kopr/shared/outbox';
import { parseChrootName } from '@kopr/shared/domain';
import { refuse, required } from '../domain/refusal.js';
import { findProjectChroot } from '../store/project-chroots.js';
import type { ProjectChrootRow } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import type { Call, ErrorCase } from './endpoint.js';
import { projectNamed } from './find.js';
import { argument } from './mount.js';

/** A chroot, with its project. */
interface NamedChroot {
  readonly project: ProjectRow;
  readonly row: ProjectChrootRow;
}

/** The chroot of this name, also one that is kept for a while only. */
export async function chrootOfProject(tx: Tx, owner: string, name: string, chroot: string): Promise<NamedChroot> {
  const project = await projectNamed(tx, owner, name);
  if (!parseChrootName(chroot)) refuse('missing', 'Chroot identification is not valid');
  const missing = `Chroot name ${chroot} does not exist in Copr ${owner}/${name}.`;
  return { project, row: required(await findProjectChroot(tx, project.id, chroot), 'missing', missing) };
}

/** The one that the query names. */
export function chrootAskedFor(call: Call): Promise<NamedChroot> {
  const [project, owner] = [argument(call, 'projectname'), argument(call, 'ownername')];
  return chrootOfProject(call.deps.db.manager, owner, project, argument(call, 'chrootname'));
}

/** For the API's description. */
export const noProjectChroot: ErrorCase = {
  status: 404,
  when: 'The project has no such chroot.',
  error: 'Chroot name fedora-42-x86_64 does not exist in Copr jane/hello.',
};
