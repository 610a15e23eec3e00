/** Adds a package to a project, with the source that it is built from when nobody says else. */
import { asError } from '@kopr/shared/errors';
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import type { SourceType } from '../domain/source-definition.js';
import { isDuplicate } from '../store/duplicate.js';
import * as packages from '../store/packages.js';
import { lockProject, type ProjectRow } from '../store/projects.js';

/** What was asked for. */
export interface PackageWish {
  readonly name: string;
  readonly settings: Partial<packages.PackageRow>;
  readonly source: { readonly type: SourceType; readonly params: Record<string, unknown> };
}

/** The new package. Rights were checked by the caller. */
export async function addPackage(deps: Deps, project: ProjectRow, wish: PackageWish): Promise<packages.PackageRow> {
  const { name, settings, source } = wish;
  const full = `${project.owner}/${project.name}`;
  return transact(deps.db, async (tx) => {
    // Held until the commit, so that nothing is put into a project that goes away meanwhile.
    required(await lockProject(tx, project.id, 'read'), 'missing', `Project ${full} does not exist.`);
    const row = { ...settings, projectId: project.id, name, createdAt: deps.now() };
    const filled = { ...row, sourceType: source.type, sourceParams: source.params };
    return packages
      .addPackage(tx, filled)
      .catch((error: unknown) =>
        isDuplicate(error)
          ? refuse('conflict', `Package ${name} already exists in copr ${full}.`)
          : Promise.reject(asError(error)),
      );
  });
}
