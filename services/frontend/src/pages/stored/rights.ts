/** What a viewer may do in a project. */
import type { Deps } from '../../deps.js';
import { findActiveUser } from '../../store/users.js';
import { mayBuild, mayEdit, type Owned } from '../../verbs/rights.js';
import type { Viewer } from '../page-data.js';
import type { Rights } from './build-view.js';

/** Whoever may edit may build. */
export async function rightsOf({ db }: Deps, project: Owned, viewer: Viewer | null): Promise<Rights> {
  const user = viewer && (await findActiveUser(db.manager, viewer.id));
  if (!user) return { mayBuild: false, mayEdit: false };
  if (await mayEdit(db.manager, user, project)) return { mayBuild: true, mayEdit: true };
  return { mayBuild: await mayBuild(db.manager, user, project), mayEdit: false };
}
