/** API v3: what a project wants of its webhooks, and what they would do. */
import { z } from 'zod';
import { refuse, required } from '../domain/refusal.js';
import { findDelivery } from '../store/deliveries.js';
import { hookProject, type HookProject } from '../store/hook-settings.js';
import { editHookSettings } from '../verbs/edit-hook-settings.js';
import { mayEdit } from '../verbs/rights.js';
import { testHook } from '../verbs/test-hook.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { keptLine, line, maybeFlag, requiredLine, words } from './fields.js';
import { projectNamed } from './find.js';
import { badLines, noProject, notAllowed } from './schemas/errors.js';
import { deliveryAnswer, exampleDelivery, exampleHookSettings, hookSettingsAnswer } from './schemas/webhook.js';
import { refuseField, validate } from './validate.js';
import { deliveryObject, hookSettingsObject } from './webhook-objects.js';

/** The project of the path, for those who may edit it: deliveries tell of sources that need not be public. */
export async function ownProject({ deps, user, path }: UserCall): Promise<HookProject> {
  const tx = deps.db.manager;
  const project = await projectNamed(tx, path['owner'] ?? '', path['project'] ?? '');
  const full = `${project.owner}/${project.name}`;
  if (!(await mayEdit(tx, user, project))) refuse('forbidden', `You are not allowed to see the webhooks of ${full}.`);
  return required(await hookProject(tx, project.id), 'missing', `Project ${full} does not exist.`);
}

async function show(call: UserCall) {
  return hookSettingsObject(await ownProject(call), call.deps.config);
}

const settingsForm = z.object({
  signing_key: keptLine({ about: 'what deliveries are signed with; empty: the secret. It is not shown again' }),
  signed_only: maybeFlag({ about: 'refuse unsigned deliveries' }),
});

async function edit(call: UserCall) {
  const project = await ownProject(call);
  const { signing_key: key, signed_only: only } = validate(settingsForm, call.body ?? {}, 'lines');
  const change = { ...(key === null ? {} : { signingKey: key }), ...(only === null ? {} : { signedOnly: only }) };
  await editHookSettings(call.deps, project.projectId, change);
  return show(call);
}

const testForm = z.object({
  clone_url: requiredLine({ about: 'any address of the repository', example: 'https://example.org/hello.git' }),
  branch: line({ about: 'the branch that is pushed to', example: 'main' }),
  tag: line({ about: 'the tag that is made, instead of a push' }),
  paths: words({ about: 'the files that change; none: not told' }),
  package_name: line({ about: 'the package that the hook’s address names' }),
});

async function ask(call: UserCall) {
  const project = await ownProject(call);
  const form = validate(testForm, call.body ?? {}, 'lines');
  const { clone_url: repository, branch = '', tag = '', paths, package_name: name = null } = form;
  if (branch === '' && tag === '') refuseField('branch', 'A branch or a tag is needed.', 'lines');
  const id = await testHook(call.deps, project.projectId, { repository, branch, tag, paths, package: name });
  const row = await findDelivery(call.deps.db.manager, project.projectId, id);
  return deliveryObject(required(row, 'missing', `Delivery ${id} does not exist.`));
}

/** The caller may not know what is delivered. */
export const notYours = notAllowed('You are not allowed to see the webhooks of jane/hello.');

export const WEBHOOK_SETTINGS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/webhook/settings/:owner/:project',
    about: 'What a project wants of its webhooks, and the addresses to paste at forges.',
    login: true,
    docs: { answer: hookSettingsAnswer, example: exampleHookSettings, errors: [noProject, notYours] },
    run: show,
  },
  {
    verb: 'PUT',
    path: '/webhook/settings/:owner/:project',
    about: 'Changes what a project wants of its webhooks.',
    login: true,
    docs: {
      body: settingsForm,
      send: { signing_key: 'kept-secret-at-the-forge', signed_only: true },
      answer: hookSettingsAnswer,
      example: { ...exampleHookSettings, has_signing_key: true, signed_only: true },
      errors: [noProject, notYours, badLines],
    },
    run: edit,
  },
  {
    verb: 'POST',
    path: '/webhook/test/:owner/:project',
    about: 'Tells what a webhook would do; nothing is built.',
    login: true,
    docs: {
      body: testForm,
      send: { clone_url: 'https://example.org/hello.git', branch: 'main', paths: ['packaging/hello.spec'] },
      answer: deliveryAnswer,
      example: exampleDelivery,
      errors: [noProject, notYours, badLines],
    },
    run: ask,
  },
];
