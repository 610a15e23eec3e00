/** Packages out of the store, as pages show them. */
import type { Deps } from '../../deps.js';
import { listBuilds } from '../../store/build-lists.js';
import { latestBuilds } from '../../store/package-builds.js';
import { findPackage, listPackages, type PackageRow } from '../../store/packages.js';
import { findProject } from '../../store/projects.js';
import { isBuildable } from '../../verbs/build-package.js';
import type { PackageData, PackageLine } from '../package-data.js';
import { buildLine } from './build-view.js';
import { rightsOf } from './rights.js';
import { secretView } from './secret-view.js';
import { sourceFacts } from './source-facts.js';

const PER_PAGE = 25;
/** Packages are short lines. */
const PACKAGES_PER_PAGE = 100;

/** Reads without a lock. */
export function storedPackages(deps: Deps): PackageData {
  const tx = deps.db.manager;
  return {
    packages: async ({ owner, name }, page) => {
      const project = await findProject(tx, owner, name);
      if (!project) return undefined;
      const slice = { limit: PACKAGES_PER_PAGE + 1, offset: (page - 1) * PACKAGES_PER_PAGE };
      const rows = await listPackages(tx, project.id, { ...slice, order: 'name', direction: 'ASC' });
      const shown = rows.slice(0, PACKAGES_PER_PAGE);
      const names = shown.map((row) => row.name);
      const latest = await latestBuilds(tx, project, names);
      const items = shown.map((row): PackageLine => lineOf(row, latest.get(row.name)));
      return { items, page, more: rows.length > PACKAGES_PER_PAGE };
    },
    package: async ({ owner, name }, named, viewer) => {
      const project = await findProject(tx, owner, name);
      const row = project && (await findPackage(tx, project.id, named));
      if (!row) return undefined;
      const { mayBuild, mayEdit } = await rightsOf(deps, project, viewer);
      const { webhookRebuild, hookRules, sourceType, sourceParams } = row;
      return {
        project: { owner: project.owner, name: project.name },
        ...{ name: row.name, facts: sourceFacts(sourceType, sourceParams, null), webhookRebuild, hookRules },
        ...{ mayBuild: mayBuild && isBuildable(row), mayEdit },
        secret: mayEdit ? await secretView(tx, row) : null,
      };
    },
    packageBuilds: async ({ owner, name }, packageName, page) => {
      const project = await findProject(tx, owner, name);
      if (!project) return { items: [], page, more: false };
      const filter = { projectId: project.id, packageName };
      const rows = await listBuilds(tx, filter, PER_PAGE + 1, (page - 1) * PER_PAGE);
      return { items: rows.slice(0, PER_PAGE).map(buildLine), page, more: rows.length > PER_PAGE };
    },
  };
}

function lineOf(row: PackageRow, latest?: { readonly any: number; readonly succeeded: number | null }): PackageLine {
  const { name, sourceType, sourceParams, webhookRebuild } = row;
  const [fact] = sourceFacts(sourceType, sourceParams, null);
  const source = fact ? `${fact.term} ${fact.isScript ? '' : fact.text}`.trim() : '';
  return { name, source, webhookRebuild, newest: latest?.any ?? null, newestGood: latest?.succeeded ?? null };
}
