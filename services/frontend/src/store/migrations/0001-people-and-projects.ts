/** 0001: users, groups, tokens, chroots, projects. Names are exact (utf8mb4_bin), as paths and URLs are. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

const STATEMENTS = [
  `CREATE TABLE users (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL UNIQUE,
    email VARCHAR(255) NULL,
    password_hash VARCHAR(255) NULL,
    admin BOOLEAN NOT NULL DEFAULT FALSE,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    wants_mail BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME(3) NOT NULL
  ) ${TABLE}`,
  `CREATE TABLE user_groups (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(99) NOT NULL UNIQUE,
    created_at DATETIME(3) NOT NULL
  ) ${TABLE}`,
  `CREATE TABLE group_members (
    group_id INT UNSIGNED NOT NULL,
    user_id INT UNSIGNED NOT NULL,
    PRIMARY KEY (group_id, user_id),
    KEY by_user (user_id),
    CONSTRAINT member_group FOREIGN KEY (group_id) REFERENCES user_groups (id),
    CONSTRAINT member_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${TABLE}`,
  `CREATE TABLE api_tokens (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id INT UNSIGNED NOT NULL,
    login VARCHAR(40) NOT NULL UNIQUE,
    token_sha256 CHAR(64) NOT NULL,
    expires_on DATE NOT NULL,
    created_at DATETIME(3) NOT NULL,
    KEY by_user (user_id),
    CONSTRAINT token_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${TABLE}`,
  `CREATE TABLE mock_chroots (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL UNIQUE,
    engine VARCHAR(20) NOT NULL,
    image VARCHAR(255) NULL,
    mock_config VARCHAR(255) NULL,
    branch VARCHAR(100) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    comment TEXT NOT NULL,
    extra_repos JSON NOT NULL
  ) ${TABLE}`,
  // living is TRUE or NULL: a unique key takes any number of NULLs, so a deleted project frees its name but not its id.
  `CREATE TABLE projects (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    owner VARCHAR(100) NOT NULL,
    name VARCHAR(100) NOT NULL,
    living BOOLEAN NULL DEFAULT TRUE,
    user_id INT UNSIGNED NULL,
    group_id INT UNSIGNED NULL,
    created_by INT UNSIGNED NOT NULL,
    created_at DATETIME(3) NOT NULL,
    deleted_at DATETIME(3) NULL,
    description MEDIUMTEXT NOT NULL,
    instructions MEDIUMTEXT NOT NULL,
    homepage TEXT NULL,
    contact TEXT NULL,
    additional_repos JSON NOT NULL,
    runtime_dependencies JSON NOT NULL,
    packit_forge_projects_allowed JSON NOT NULL,
    devel_mode BOOLEAN NOT NULL,
    persistent BOOLEAN NOT NULL,
    unlisted_on_hp BOOLEAN NOT NULL,
    auto_prune BOOLEAN NOT NULL,
    enable_net BOOLEAN NOT NULL,
    multilib BOOLEAN NOT NULL,
    module_hotfixes BOOLEAN NOT NULL,
    fedora_review BOOLEAN NOT NULL,
    appstream BOOLEAN NOT NULL,
    follow_fedora_branching BOOLEAN NOT NULL,
    bootstrap VARCHAR(20) NOT NULL,
    isolation VARCHAR(20) NOT NULL,
    delete_after_days INT NULL,
    repo_priority INT NULL,
    UNIQUE KEY living_name (owner, name, living),
    KEY by_name (name),
    KEY by_living (living, id),
    CONSTRAINT project_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT project_group FOREIGN KEY (group_id) REFERENCES user_groups (id)
  ) ${TABLE}`,
  `CREATE TABLE project_dirs (
    project_id INT UNSIGNED NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (project_id, name),
    CONSTRAINT dir_project FOREIGN KEY (project_id) REFERENCES projects (id)
  ) ${TABLE}`,
  `CREATE TABLE project_chroots (
    project_id INT UNSIGNED NOT NULL,
    chroot VARCHAR(100) NOT NULL,
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    additional_packages JSON NOT NULL,
    additional_repos JSON NOT NULL,
    with_opts JSON NOT NULL,
    without_opts JSON NOT NULL,
    isolation VARCHAR(20) NOT NULL DEFAULT 'unchanged',
    PRIMARY KEY (project_id, chroot),
    KEY by_chroot (chroot),
    CONSTRAINT chroot_project FOREIGN KEY (project_id) REFERENCES projects (id),
    CONSTRAINT chroot_mock FOREIGN KEY (chroot) REFERENCES mock_chroots (name)
  ) ${TABLE}`,
];

/** Run once, in order with the others. */
export class PeopleAndProjects1764000000001 implements MigrationInterface {
  readonly name = 'PeopleAndProjects1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward'));
  }
}
