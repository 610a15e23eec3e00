/**
 * The data set of the benchmarks, made by the database itself: the same rows every time, in tens of seconds. Project 1
 * is the big one, with a quarter of all packages and a tenth of all builds; every build has three chroots.
 */
import type { openStore } from '../../services/frontend/src/store/database.js';
import { INDEX_PROJECTS } from '../../services/frontend/src/store/project-terms.js';

/** The frontend's own schema, open. */
export type Db = Awaited<ReturnType<typeof openStore>>;

/** How many of each; builds may be added to later. */
export const PROJECTS = 2_000;
const PACKAGES = 20_000;
const BIG_PACKAGES = 5_000;
const USERS = 200;
const GROUPS = 20;

/** As many words, each in about eleven descriptions, so that a search finds a page of projects. */
export const THEMES = 180;

const CHROOTS = [
  'fedora-42-x86_64',
  'fedora-42-aarch64',
  'fedora-43-x86_64',
  'fedora-43-aarch64',
  'fedora-rawhide-x86_64',
  'fedora-rawhide-aarch64',
  'epel-9-x86_64',
  'epel-9-aarch64',
  'epel-10-x86_64',
];
/** Each project builds for three, all on one architecture or on both. */
const CHROOTS_EACH = 3;

/** Projects of users; each 20th belongs to a group. Answers in SQL for the project numbered `id`. */
const isGroups = (id: string) => `(${id} % 20 = 0)`;
const ownerOf = (id: string) =>
  `IF(${isGroups(id)}, CONCAT('@group', 1 + ${id} % ${GROUPS * 20} DIV 20), CONCAT('user', 1 + (${id} - 1) % ${USERS}))`;

/** The `nth` chroot of a project: they go around the list. */
const chrootOf = (id: string, nth: string) =>
  `ELT(1 + (${id} + ${nth}) % ${CHROOTS.length}, ${CHROOTS.map((name) => `'${name}'`).join(', ')})`;

/** What the project numbered `id` is called, and a release that it builds for. */
export function nameOf(id: number): { owner: string; name: string; release: string } {
  const groups = id % 20 === 0;
  const owner = groups ? `@group${1 + (id % (GROUPS * 20)) / 20}` : `user${1 + ((id - 1) % USERS)}`;
  const chroot = CHROOTS[(id + 1) % CHROOTS.length] ?? '';
  return { owner, name: `project${id}`, release: chroot.replace(/-[^-]+$/, '') };
}

const AT = (seconds: string) => `TIMESTAMP('2026-01-01 00:00:00') + INTERVAL ${seconds} SECOND`;

const WORDS =
  'Builds of tools that are newer than those of the distribution, kept up by hand, tested on the machines of their users.';

const PEOPLE = [
  `INSERT INTO users (id, name, email, created_at)
    SELECT seq, CONCAT('user', seq), CONCAT('user', seq, '@example.org'), ${AT('seq')} FROM seq_1_to_${USERS}`,
  `INSERT INTO user_groups (id, name, created_at)
    SELECT seq, CONCAT('group', seq), ${AT('seq')} FROM seq_1_to_${GROUPS}`,
  `INSERT INTO group_members (group_id, user_id) SELECT seq, 1 + seq % ${USERS} FROM seq_1_to_${GROUPS}`,
  ...CHROOTS.map(
    (name) => `INSERT INTO mock_chroots (name, engine, image, mock_config, branch, comment, extra_repos)
      VALUES ('${name}', 'mock', NULL, '${name}', '${name.replace(/-[^-]+$/, '')}', '', '[]')`,
  ),
];

const PROJECT_ROWS = [
  `INSERT INTO projects (id, owner, name, user_id, group_id, created_by, created_at, description, instructions, homepage,
      contact, additional_repos, runtime_dependencies, packit_forge_projects_allowed, devel_mode, persistent, unlisted_on_hp,
      auto_prune, enable_net, multilib, module_hotfixes, fedora_review, appstream, follow_fedora_branching, bootstrap, isolation)
    SELECT seq, ${ownerOf('seq')}, CONCAT('project', seq), IF(${isGroups('seq')}, NULL, 1 + (seq - 1) % ${USERS}),
      IF(${isGroups('seq')}, 1 + seq % ${GROUPS * 20} DIV 20, NULL), 1 + (seq - 1) % ${USERS}, ${AT('seq * 60')},
      CONCAT('Project ', seq, ' of ', ELT(1 + seq % 5, 'editors', 'compilers', 'shells', 'games', 'drivers'), ', theme', 100 + seq % ${THEMES}, '. ${WORDS}'),
      'Enable the repository and install what you need.', CONCAT('https://project', seq, '.example.org/'),
      CONCAT('https://tracker.example.org/', seq), '["https://mirror.example.org/extra/$chroot/"]',
      IF(seq % 10 = 3, CONCAT('["copr://', ${ownerOf('seq + 1')}, '/project', seq + 1, '", "https://mirror.example.org/more/"]'), '[]'),
      '[]', 0, 0, seq % 50 = 7, 1, 0, 0, 0, 0, 0, 1, 'default', 'default'
    FROM seq_1_to_${PROJECTS}`,
  `INSERT INTO project_dirs (project_id, name, created_at) SELECT id, name, created_at FROM projects`,
  `INSERT INTO project_dirs (project_id, name, created_at)
    SELECT id, CONCAT(name, ':custom:next'), created_at FROM projects WHERE id % 5 = 1`,
  `INSERT INTO project_chroots (project_id, chroot, additional_packages, additional_repos, with_opts, without_opts)
    SELECT p.seq, ${chrootOf('p.seq', 'c.seq')}, '[]', '[]', '[]', '[]' FROM seq_1_to_${PROJECTS} p, seq_1_to_${CHROOTS_EACH} c`,
  `INSERT INTO packages (id, project_id, name, created_at)
    SELECT seq, IF(seq <= ${BIG_PACKAGES}, 1, 2 + (seq - ${BIG_PACKAGES + 1}) % ${PROJECTS - 1}),
      CONCAT(ELT(1 + seq % 5, 'lib', 'python3-', 'rust-', 'perl-', ''), 'package', seq), ${AT('seq')}
    FROM seq_1_to_${PACKAGES}`,
  INDEX_PROJECTS,
];

/** Spreads builds over packages: a tenth to the big project's, in turns. */
const PACKAGE_OF = `IF(seq % 10 = 0, 1 + (seq DIV 10) % ${BIG_PACKAGES},
  ${BIG_PACKAGES + 1} + ((seq - seq DIV 10) * 7919) % ${PACKAGES - BIG_PACKAGES})`;
/** Of a hundred builds 85 succeed. The last ones still run. */
const stateOf = (fate: string) =>
  `CASE WHEN ${fate} < 85 THEN 'succeeded' WHEN ${fate} < 96 THEN 'failed' ELSE 'canceled' END`;

/** Where the built SRPM of build `seq` of package `k` in project `p` lies; null unless it succeeded. */
const SRPM = `IF(seq * 31 % 100 < 85, CONCAT(p.owner, '/', p.name, '/', ${chrootOf('k.project_id', '1')}, '/', LPAD(seq, 8, '0'), '-',
  k.name, '/', k.name, '-1.', seq DIV 1000, '-1.fc42.src.rpm'), NULL)`;

function buildStatements(first: number, last: number): string[] {
  const open = `b.id > ${last - 60}`;
  return [
    `INSERT INTO builds (id, project_id, dirname, submitter_id, submitter, state, canceled, source_type, source_params, source_state,
        source_moved_at, package_name, version, srpm, timeout_s, background, submitted_at, ended_at, check_at, trace)
      SELECT seq, k.project_id, p.name, p.created_by, CONCAT('user', p.created_by),
        IF(seq > ${last - 60}, 'running', ${stateOf('seq * 31 % 100')}), seq <= ${last - 60} AND seq * 31 % 100 >= 96, 'link',
        CONCAT('{"url": "https://sources.example.org/', k.name, '/', k.name, '-1.', seq DIV 1000, '-1.fc42.src.rpm"}'), 'succeeded',
        ${AT('seq * 60 + 20')}, k.name, CONCAT('1.', seq DIV 1000, '-1.fc42'), IF(seq > ${last - 60}, NULL, ${SRPM}), 18000, seq % 7 = 0, ${AT('seq * 60')},
        IF(seq > ${last - 60}, NULL, ${AT('seq * 60 + 900')}), IF(seq > ${last - 60}, '2099-01-01', NULL),
        CONCAT('00-', LPAD(HEX(seq), 32, '0'), '-', LPAD(HEX(seq), 16, '0'), '-01')
      FROM seq_${first}_to_${last} JOIN packages k ON k.id = ${PACKAGE_OF} JOIN projects p ON p.id = k.project_id`,
    `INSERT INTO build_chroots (build_id, name, state, phase, attempt, attempt_phase, task, host, address, began, packages, started_at,
        ended_at, moved_at)
      SELECT b.id, ${chrootOf('b.project_id', 'c.seq')}, IF(${open}, 'running', IF(b.state = 'failed' AND c.seq > 1, 'succeeded', b.state)),
        'building', 1, IF(${open}, 'started', 'finished'),
        JSON_OBJECT('placement', JSON_OBJECT('owner', p.owner, 'project', p.name, 'results', CONCAT(p.owner, '/', p.name, '/',
          ${chrootOf('b.project_id', 'c.seq')}, '/', LPAD(b.id, 8, '0'), '-', b.package_name), 'memory', 2048, 'cpus', 2, 'pids', 4096),
          'definition', JSON_OBJECT('task_id', CONCAT(b.id, '-', c.seq), 'git_hash', SHA1(b.id), 'package_name', b.package_name,
          'repos', JSON_ARRAY(JSON_OBJECT('id', 'copr_base', 'baseurl', 'http://results/results/x/y/', 'name', 'Copr repository'))),
          'settings', JSON_OBJECT('develMode', FALSE, 'comps', NULL)),
        'worker-1', '10.0.0.7', 1, IF(b.state = 'succeeded', CONCAT('[{"name": "', b.package_name,
          '", "epoch": null, "version": "1.0", "release": "1.fc42", "arch": "x86_64"}, {"name": "', b.package_name,
          '-devel", "epoch": null, "version": "1.0", "release": "1.fc42", "arch": "x86_64"}]'), '[]'),
        b.submitted_at + INTERVAL 60 SECOND, b.ended_at, IFNULL(b.ended_at, b.submitted_at)
      FROM builds b JOIN projects p ON p.id = b.project_id, seq_1_to_${CHROOTS_EACH} c WHERE b.id BETWEEN ${first} AND ${last}`,
    `INSERT INTO newest_chroots (project_id, dirname, package_name, chroot, build_id, state, version, placed)
      SELECT b.project_id, b.dirname, b.package_name, c.name, b.id, c.state, b.version, 1
        FROM builds b JOIN build_chroots c ON c.build_id = b.id WHERE b.id BETWEEN ${first} AND ${last} ORDER BY b.id
      ON DUPLICATE KEY UPDATE build_id = VALUES(build_id), state = VALUES(state), version = VALUES(version)`,
  ];
}

/** Fills a migrated, empty schema. */
export async function seedProjects(db: Db): Promise<void> {
  await runAll(db, [
    ...PEOPLE,
    ...PROJECT_ROWS,
    'ANALYZE TABLE users, projects, project_chroots, project_dirs, project_terms, packages',
  ]);
}

/** Adds the builds of these numbers. */
export async function seedBuilds(db: Db, first: number, last: number): Promise<void> {
  const slices: string[] = [];
  const step = 50_000;
  for (let from = first; from <= last; from += step)
    slices.push(...buildStatements(from, Math.min(last, from + step - 1)));
  await runAll(db, [...slices, 'ANALYZE TABLE builds, build_chroots']);
}

async function runAll(db: Db, statements: readonly string[]): Promise<void> {
  const runner = db.createQueryRunner();
  try {
    await runner.query('SET SESSION unique_checks = 0, SESSION foreign_key_checks = 0');
    for (const statement of statements) await runner.query(statement);
  } finally {
    await runner.query('SET SESSION unique_checks = 1, SESSION foreign_key_checks = 1');
    await runner.release();
  }
}
