/** What pages do, by the same verbs as the API and under the same rules. */
import { projectForm, wishOf } from '../../api/project-form.js';
import { validate } from '../../api/validate.js';
import type { Deps } from '../../deps.js';
import { required } from '../../domain/refusal.js';
import { activeChroots } from '../../store/chroots.js';
import { findActiveUser, type UserRow } from '../../store/users.js';
import { cancelBuild } from '../../verbs/cancel-build.js';
import { createProject } from '../../verbs/create-project.js';
import { deleteBuild } from '../../verbs/delete-builds.js';
import { deleteProject } from '../../verbs/delete-project.js';
import { endToken } from '../../verbs/end-token.js';
import { newToken } from '../../verbs/new-token.js';
import { resubmitBuild } from '../../verbs/resubmit-build.js';
import { retryImport } from '../../verbs/retry-import.js';
import type { Viewer } from '../page-data.js';
import type { PageActs } from '../page-deps.js';
import { storedHookActs } from './hook-acts.js';
import { storedPackageActs } from './package-acts.js';
import { storedSecretActs } from './secret-acts.js';
import { receiveBuild } from './receive-build.js';
import { submitSource } from './submit.js';

/** The verbs for whoever is logged in. */
export function storedActs(deps: Deps): PageActs {
  const as = (viewer: Viewer): Promise<UserRow> => userOf(deps, viewer);
  return {
    ...storedHookActs(deps),
    ...storedPackageActs(deps),
    ...storedSecretActs(deps),
    createProject: async (viewer, { owner, enableNet, ...form }) => {
      const active = (await activeChroots(deps.db.manager)).map(({ name }) => name);
      const wish = wishOf(validate(projectForm(active), { ...form, enable_net: enableNet }, 'lines'));
      await createProject(deps, await as(viewer), owner, wish);
    },
    deleteProject: async (viewer, owner, name) => deleteProject(deps, await as(viewer), owner, name),
    receiveBuild: (request) => receiveBuild(deps, request, as),
    submitSource: async (viewer, to, type, form) => submitSource(deps, await as(viewer), to, type, form),
    cancelBuild: async (viewer, build) => cancelBuild(deps, await as(viewer), build),
    retryImport: async (viewer, build) => retryImport(deps, await as(viewer), build),
    resubmitBuild: async (viewer, build, source) =>
      resubmitBuild(deps, await as(viewer), build, { source, chroots: null }),
    deleteBuild: async (viewer, build) => deleteBuild(deps, await as(viewer), build),
    newToken: async (viewer) => newToken(deps, await as(viewer)),
    revokeToken: async (viewer, token) => endToken(deps, await as(viewer), token),
  };
}

async function userOf({ db }: Deps, viewer: Viewer): Promise<UserRow> {
  return required(await findActiveUser(db.manager, viewer.id), 'unauthorized', 'Your account is not active any more.');
}
