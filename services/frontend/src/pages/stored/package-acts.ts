/** What pages do with packages, by the same verbs as the API. */
import { z } from 'zod';
import { hookFields, hookRulesOf } from '../../api/package-hooks.js';
import { validate } from '../../api/validate.js';
import type { Deps } from '../../deps.js';
import { NO_RULES, type HookRules } from '../../domain/hooks/rules.js';
import { refuse, required } from '../../domain/refusal.js';
import { findPackage, type PackageRow } from '../../store/packages.js';
import { findProject, type ProjectRow } from '../../store/projects.js';
import { findActiveUser, type UserRow } from '../../store/users.js';
import { buildPackage } from '../../verbs/build-package.js';
import { editPackage } from '../../verbs/edit-package.js';
import { mayBuild, mayEdit } from '../../verbs/rights.js';
import type { ProjectName } from '../links.js';
import type { HookRulesForm, PackageActs } from '../package-data.js';
import type { Viewer } from '../page-data.js';
import type { SecretActs } from '../secret-data.js';

/** The verbs for those who may. */
export function storedPackageActs(deps: Deps): Omit<PackageActs, keyof SecretActs> {
  const tx = deps.db.manager;
  return {
    buildPackage: async (viewer, name, named) => {
      const { user, project, row } = await found(deps, viewer, name, named);
      if (!(await mayBuild(tx, user, project))) refuse('forbidden', `You may not build in ${full(name)}.`);
      return buildPackage(deps, user, project, row);
    },
    changeHookRules: async (viewer, name, named, form) => {
      const { user, project, row } = await found(deps, viewer, name, named);
      if (!(await mayEdit(tx, user, project))) refuse('forbidden', `You may not change packages of ${full(name)}.`);
      const change = { webhookRebuild: form.webhookRebuild, hookRules: rulesOf(form) };
      await editPackage(deps, row, () => Promise.resolve(change));
    },
  };
}

const RULES = z.object(hookFields);
/** As the form calls them. */
const CALLED = {
  kopr_webhook_branches: 'branches',
  kopr_webhook_tags: 'tags',
  kopr_webhook_paths: 'paths',
  kopr_webhook_pull_requests: 'pullRequests',
};

function rulesOf({ branches, tags, paths, pullRequests }: HookRulesForm): HookRules {
  const sent = {
    kopr_webhook_branches: linesOf(branches),
    kopr_webhook_tags: linesOf(tags),
    kopr_webhook_paths: linesOf(paths),
    kopr_webhook_pull_requests: pullRequests,
  };
  return hookRulesOf(validate(RULES, sent, 'lines', CALLED), () => true) ?? NO_RULES;
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** The package with its project, and the user that a viewer is. */
export async function found(
  { db }: Deps,
  viewer: Viewer,
  name: ProjectName,
  named: string,
): Promise<{ user: UserRow; project: ProjectRow; row: PackageRow }> {
  const tx = db.manager;
  const user = required(await findActiveUser(tx, viewer.id), 'unauthorized', 'Your account is not active any more.');
  const project = required(
    await findProject(tx, name.owner, name.name),
    'missing',
    `Project ${full(name)} does not exist.`,
  );
  const row = await findPackage(tx, project.id, named);
  return { user, project, row: required(row, 'missing', `There is no package ${named} in ${full(name)}.`) };
}

const full = ({ owner, name }: ProjectName): string => `${owner}/${name}`;
