/** What pages do with webhooks, by the same verbs as the API. */
import type { Deps } from '../../deps.js';
import { refuse, required } from '../../domain/refusal.js';
import { findDelivery } from '../../store/deliveries.js';
import type { HookProject } from '../../store/hook-settings.js';
import { editHookSettings, newSigningKey } from '../../verbs/edit-hook-settings.js';
import { keepStatusToken, removeStatusToken } from '../../verbs/edit-status-token.js';
import { newWebhookSecret } from '../../verbs/new-webhook-secret.js';
import { redeliver } from '../../verbs/redeliver.js';
import { testHook } from '../../verbs/test-hook.js';
import { workDelivery } from '../../verbs/work-delivery.js';
import type { HookActs, HookKeysForm } from '../hook-data.js';
import type { ProjectName } from '../links.js';
import type { Viewer } from '../page-data.js';
import { ownHooks } from './hook-view.js';

/** The verbs for those who may edit the project. */
export function storedHookActs(deps: Deps): HookActs {
  const own = (viewer: Viewer, name: ProjectName): Promise<HookProject> => editable(deps, viewer, name);
  return {
    newHookSecret: async (viewer, name) => {
      await newWebhookSecret(deps, (await own(viewer, name)).projectId);
    },
    changeHookKeys: async (viewer, name, form) => changeKeys(deps, await own(viewer, name), form),
    keepStatusToken: async (viewer, name, form) =>
      keepStatusToken(deps, { projectId: (await own(viewer, name)).projectId, by: viewer.name }, form),
    removeStatusToken: async (viewer, name) =>
      removeStatusToken(deps, { projectId: (await own(viewer, name)).projectId, by: viewer.name }),
    testHook: async (viewer, name, form) => {
      const { projectId } = await own(viewer, name);
      if (form.repository === '') refuse('invalid', 'The address of a repository is needed.');
      if (form.branch === '' && form.tag === '') refuse('invalid', 'A branch or a tag is needed.');
      const paths = form.paths.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
      return testHook(deps, projectId, { ...form, paths, package: form.package === '' ? null : form.package });
    },
    redeliver: async (viewer, name, id) => {
      const { projectId } = await own(viewer, name);
      const row = await findDelivery(deps.db.manager, projectId, id);
      const again = await redeliver(deps, required(row, 'missing', `Delivery ${id} does not exist.`));
      // Unless others wait before it, whoever asked sees at once what became of it.
      await workDelivery(deps, projectId);
      return again;
    },
  };
}

async function changeKeys(deps: Deps, { projectId }: HookProject, form: HookKeysForm): Promise<string | null> {
  const { signing, key, signedOnly } = form;
  if (signing === 'own' && key === '') refuse('invalid', 'A key is needed.');
  const made = signing === 'new' ? newSigningKey() : null;
  const signingKey = { same: undefined, secret: '', new: made ?? '', own: key }[signing];
  await editHookSettings(deps, projectId, { signedOnly, ...(signingKey === undefined ? {} : { signingKey }) });
  return made;
}

async function editable(deps: Deps, viewer: Viewer, name: ProjectName): Promise<HookProject> {
  const found = await ownHooks(deps, name, viewer);
  return required(found, 'forbidden', `You may not see the webhooks of ${name.owner}/${name.name}.`);
}
