import { expect } from 'chai';
import { openDatabase, outboxMigration } from '@kopr/shared/outbox';
import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { freshDatabase, freshSealingKeys } from '@kopr/shared/testkit';
import { NO_RULES } from '../../src/domain/hooks/rules.js';
import { openStore } from '../../src/store/database.js';
import { PeopleAndProjects1764000000001 } from '../../src/store/migrations/0001-people-and-projects.js';
import { PackagesAndBuilds1764000000002 } from '../../src/store/migrations/0002-packages-and-builds.js';
import { PermissionsAndSearch1764000000003 } from '../../src/store/migrations/0003-permissions-and-search.js';
import { ChrootSettings1764000000004 } from '../../src/store/migrations/0004-chroot-settings.js';
import { Packages1764000000005 } from '../../src/store/migrations/0005-packages.js';
import { listPackages } from '../../src/store/packages.js';

const FLAGS =
  'devel_mode, persistent, unlisted_on_hp, auto_prune, enable_net, multilib, module_hotfixes, fedora_review, appstream';
const PROJECT = `INSERT INTO projects (id, owner, name, user_id, created_by, created_at, description, instructions,
    additional_repos, runtime_dependencies, packit_forge_projects_allowed, ${FLAGS}, follow_fedora_branching, bootstrap, isolation)
  VALUES (1, 'alice', 'hello', 1, 1, NOW(3), '', '', '[]', '[]', '[]', ${FLAGS.split(', ').fill('FALSE').join(', ')},
    TRUE, 'default', 'default')`;
const PACKAGES = 2500;

describe('a database from before webhooks', () => {
  it('knows afterwards which repository each of its packages comes from', async () => {
    await using fresh = await freshDatabase();
    const migrations = [
      outboxMigration,
      PeopleAndProjects1764000000001,
      PackagesAndBuilds1764000000002,
      PermissionsAndSearch1764000000003,
      ChrootSettings1764000000004,
      Packages1764000000005,
    ];
    const old = await openDatabase({ url: fresh.url, entities: [], migrations, log: silentLog() });
    await old.query("INSERT INTO users (id, name, created_at) VALUES (1, 'alice', NOW(3))");
    await old.query(PROJECT);
    const rows = Array.from({ length: PACKAGES }, (_, n) => [1, `p${n}`, new Date(), 'scm', paramsOf(n)]);
    await old.query('INSERT INTO packages (project_id, name, created_at, source_type, source_params) VALUES ?', [rows]);
    await old.destroy();
    const db = await openStore(fresh.url, readKeyring(freshSealingKeys()), silentLog());
    const slice = { limit: PACKAGES, offset: 0, order: 'id', direction: 'ASC' } as const;
    const packages = await listPackages(db.manager, 1, slice);
    await db.destroy();
    expect(packages.map(({ repository }) => repository)).to.deep.equal(rows.map((_, n) => expectedOf(n)));
    expect(packages[0]?.hookRules).to.deep.equal(NO_RULES);
  });
});

/** Every third package does not come from a repository. */
const paramsOf = (n: number) =>
  n % 3 === 0 ? '{"gem_name":"x"}' : JSON.stringify({ type: 'git', clone_url: `https://GitHub.com/octo/p${n}.git/` });
const expectedOf = (n: number) => (n % 3 === 0 ? null : `github.com/octo/p${n}`);
