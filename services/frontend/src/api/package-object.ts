/** The package of API v3, from what the store gives. */
import type { EntityManager } from 'typeorm';
import type { Config } from '../config.js';
import { listBuildsById } from '../store/build-lists.js';
import { latestBuilds } from '../store/package-builds.js';
import type { PackageRow } from '../store/packages.js';
import type { ProjectRow } from '../store/projects.js';
import { uploadUrl } from '../verbs/source-order.js';
import { buildObject } from './objects.js';
import { hookKeys } from './package-hooks.js';

/** Which of a package's builds are shown with it. */
export interface LatestAsked {
  readonly latest: boolean;
  readonly succeeded: boolean;
}

type BuildObject = ReturnType<typeof buildObject>;
/** The builds to show: null where none was asked for, or there is none. */
interface LatestShown {
  readonly latest: BuildObject | null;
  readonly latest_succeeded: BuildObject | null;
}

const NONE: LatestShown = { latest: null, latest_succeeded: null };

/** A package. */
export function packageObject(row: PackageRow, project: ProjectRow, config: Config, builds = NONE) {
  return {
    id: row.id,
    name: row.name,
    ownername: project.owner,
    projectname: project.name,
    source_type: row.sourceType,
    source_dict: sourceDict(row, config),
    auto_rebuild: row.webhookRebuild,
    ...hookKeys(row.hookRules),
    kopr_source_secret: row.secretKind,
    builds,
  };
}

/** Packages with their latest builds, in a few queries however many they are. */
export async function packageObjects(
  tx: EntityManager,
  rows: readonly PackageRow[],
  project: ProjectRow,
  config: Config,
  asked: LatestAsked,
) {
  const builds = await shownBuilds(tx, rows, project, config, asked);
  return rows.map((row) => packageObject(row, project, config, builds.get(row.name)));
}

async function shownBuilds(
  tx: EntityManager,
  rows: readonly PackageRow[],
  project: ProjectRow,
  config: Config,
  { latest, succeeded }: LatestAsked,
): Promise<Map<string, LatestShown>> {
  if (!latest && !succeeded) return new Map();
  const names = rows.map(({ name }) => name);
  const numbers = await latestBuilds(tx, project, names);
  const wanted = [...numbers.values()].flatMap((of) => [latest ? of.any : null, succeeded ? of.succeeded : null]);
  const listed = await listBuildsById(tx, [...new Set(wanted.filter((id) => id !== null))]);
  const byId = new Map(listed.map((one) => [one.build.id, buildObject(one, config)]));
  const shown = (isAsked: boolean, id: number | null | undefined) => (isAsked && id ? (byId.get(id) ?? null) : null);
  return new Map(
    [...numbers].map(([name, of]) => [
      name,
      { latest: shown(latest, of.any), latest_succeeded: shown(succeeded, of.succeeded) },
    ]),
  );
}

/** What is stored, by the names that clients know. */
function sourceDict({ sourceType, sourceParams }: PackageRow, { frontendUrl }: Config): Record<string, unknown> {
  if (sourceType === 'scm') {
    const { srpm_build_method: method, ...rest } = sourceParams;
    return { ...rest, source_build_method: method };
  }
  if (sourceType !== 'upload') return sourceParams;
  const { pkg, tmp } = sourceParams;
  return { ...sourceParams, url: uploadUrl(frontendUrl, { dir: String(tmp), name: String(pkg) }) };
}
