/** The first tables of the publisher. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

/** Projects, lanes, work, the index of packages, builds that are gone, and live logs. */
export class LanesAndWork1764000000001 implements MigrationInterface {
  readonly name = 'LanesAndWork1764000000001';

  /** Forward. */
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [projects, lanes, work, packages, goneBuilds, liveLogs]) await runner.query(sql);
  }

  /** Migrations go forward only; the interface asks for this. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only: restore a backup instead'));
  }
}

const projects = `CREATE TABLE projects (
  id int unsigned NOT NULL,
  owner varchar(100) NOT NULL,
  name varchar(100) NOT NULL,
  state enum('live', 'deleted') NOT NULL,
  PRIMARY KEY (id),
  INDEX projects_name (owner, name)
) ${TABLE}`;

const lanes = `CREATE TABLE lanes (
  id int unsigned NOT NULL AUTO_INCREMENT,
  project_id int unsigned NOT NULL,
  owner varchar(100) NOT NULL,
  dirname varchar(200) NOT NULL,
  chroot varchar(100) NOT NULL,
  revision int unsigned NOT NULL DEFAULT 0,
  lease char(36) ${ASCII} NULL,
  leased_until datetime(3) NULL,
  served_at datetime(3) NULL,
  PRIMARY KEY (id),
  UNIQUE INDEX lanes_place (project_id, dirname, chroot),
  INDEX lanes_owner (owner, leased_until)
) ${TABLE}`;

// A generated column keeps the open rows together: the claim looks at nothing else, however long the history is.
const work = `CREATE TABLE work (
  id int unsigned NOT NULL AUTO_INCREMENT,
  request char(36) ${ASCII} NOT NULL,
  lane_id int unsigned NOT NULL,
  verb varchar(20) NOT NULL,
  body json NOT NULL,
  step enum('waiting', 'placed', 'done', 'failed') NOT NULL DEFAULT 'waiting',
  is_open tinyint AS (IF(step IN ('waiting', 'placed'), 1, NULL)) PERSISTENT,
  tries int unsigned NOT NULL DEFAULT 0,
  not_before datetime(3) NOT NULL,
  trace char(55) ${ASCII} NOT NULL,
  answer json NULL,
  created_at datetime(3) NOT NULL,
  ended_at datetime(3) NULL,
  PRIMARY KEY (id),
  UNIQUE INDEX work_order (request, lane_id),
  INDEX work_open (is_open, lane_id, not_before)
) ${TABLE}`;

const packages = `CREATE TABLE packages (
  id int unsigned NOT NULL AUTO_INCREMENT,
  lane_id int unsigned NOT NULL,
  build int unsigned NOT NULL,
  path varchar(600) NOT NULL,
  name varchar(255) NOT NULL,
  epoch int unsigned NULL,
  version varchar(255) NOT NULL,
  \`release\` varchar(255) NOT NULL,
  arch varchar(32) NOT NULL,
  listed tinyint NOT NULL,
  PRIMARY KEY (id),
  UNIQUE INDEX packages_path (lane_id, path),
  INDEX packages_build (lane_id, build)
) ${TABLE}`;

const goneBuilds = `CREATE TABLE gone_builds (
  build int unsigned NOT NULL,
  PRIMARY KEY (build)
) ${TABLE}`;

const liveLogs = `CREATE TABLE live_logs (
  results varchar(500) NOT NULL,
  task varchar(120) NOT NULL,
  attempt int unsigned NOT NULL,
  sealed tinyint NOT NULL DEFAULT 0,
  PRIMARY KEY (results),
  INDEX live_logs_task (task)
) ${TABLE}`;
