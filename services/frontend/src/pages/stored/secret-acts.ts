/** What pages do with packages' secrets, by the same verbs as the API. */
import type { Deps } from '../../deps.js';
import { refuse } from '../../domain/refusal.js';
import { makeKey, removeSecret, setSecret } from '../../verbs/package-secret.js';
import { mayEdit } from '../../verbs/rights.js';
import type { ProjectName } from '../links.js';
import type { Viewer } from '../page-data.js';
import type { SecretActs } from '../secret-data.js';
import { found } from './package-acts.js';

/** The verbs for those who may. */
export function storedSecretActs(deps: Deps): SecretActs {
  const own = async (viewer: Viewer, project: ProjectName, name: string) => {
    const target = await found(deps, viewer, project, name);
    if (await mayEdit(deps.db.manager, target.user, target.project)) return target;
    return refuse('forbidden', `You may not change packages of ${project.owner}/${project.name}.`);
  };
  return {
    setSecret: async (viewer, project, name, form) => {
      const { user, row } = await own(viewer, project, name);
      await setSecret(deps, user, row, form);
    },
    makeKey: async (viewer, project, name) => {
      const { user, row } = await own(viewer, project, name);
      await makeKey(deps, user, row);
    },
    removeSecret: async (viewer, project, name) => {
      const { row } = await own(viewer, project, name);
      await removeSecret(deps, row);
    },
  };
}
