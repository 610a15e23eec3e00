/** Copies of a project's rows: chroots with their settings, packages, and the builds whose results a fork takes over. */
import type { EntityManager } from 'typeorm';
import type { LastGood } from '../domain/fork.js';

const CHROOT_SETTINGS = `additional_packages, additional_repos, with_opts, without_opts, isolation, additional_modules,
  bootstrap, bootstrap_image, comps, comps_name, comps_sha256`;

const PACKAGE_SETTINGS = 'source_type, source_params, repository, hook_rules, max_builds, timeout_s, chroot_denylist';

/** Copies the settings of enabled chroots that the other project does not have yet. */
export async function copyChroots(
  tx: EntityManager,
  from: number,
  to: number,
  chroots: readonly string[],
): Promise<void> {
  if (chroots.length === 0) return;
  await tx.query(
    `INSERT IGNORE INTO project_chroots (project_id, chroot, enabled, ${CHROOT_SETTINGS})
      SELECT ?, chroot, TRUE, ${CHROOT_SETTINGS} FROM project_chroots WHERE project_id = ? AND chroot IN (?)`,
    [to, from, chroots],
  );
}

/** Copies packages that the other project does not have yet; nobody's push rebuilds a copy. */
export async function copyPackages(tx: EntityManager, from: number, to: number, now: Date): Promise<void> {
  await tx.query(
    `INSERT IGNORE INTO packages
        (project_id, name, created_at, webhook_rebuild, ${PACKAGE_SETTINGS})
      SELECT ?, name, ?, FALSE, ${PACKAGE_SETTINGS}
        FROM packages WHERE project_id = ? ORDER BY id`,
    [to, now, from],
  );
}

/** Names of a project's packages, in order. */
export async function packageNames(tx: EntityManager, projectId: number): Promise<string[]> {
  const rows: { name: string }[] = await tx.query('SELECT name FROM packages WHERE project_id = ? ORDER BY name', [
    projectId,
  ]);
  return rows.map(({ name }) => name);
}

/** The last good result of each package for each of these chroots, in the project's main directory. */
export async function lastGood(
  tx: EntityManager,
  projectId: number,
  dirname: string,
  chroots: readonly string[],
): Promise<LastGood[]> {
  if (chroots.length === 0) return [];
  return tx.query(
    `SELECT MAX(b.id) AS build, b.package_name AS package, c.name AS chroot
      FROM builds b JOIN build_chroots c ON c.build_id = b.id
      WHERE b.project_id = ? AND b.dirname = ? AND b.package_name IS NOT NULL AND c.name IN (?)
        AND c.state IN ('succeeded', 'forked')
      GROUP BY b.package_name, c.name`,
    [projectId, dirname, chroots],
  );
}
