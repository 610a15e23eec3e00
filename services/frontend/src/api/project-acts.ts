/** API v3: what can be done to a project besides editing it: new metadata, a new secret for webhooks. */
import { z } from 'zod';
import { newWebhookSecret } from '../verbs/new-webhook-secret.js';
import { regenerateRepos } from '../verbs/regenerate-repos.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { administered, notAdministered } from './permissions.js';
import { showProject } from './projects.js';
import { id, ownername } from './schemas/common.js';
import { noProject } from './schemas/errors.js';
import { exampleProject, projectAnswer } from './schemas/project.js';

async function regenerate(call: UserCall) {
  const project = await administered(call);
  await regenerateRepos(call.deps, project);
  return showProject(call, project);
}

async function newSecret(call: UserCall) {
  const { id, name, owner } = await administered(call);
  const secret = await newWebhookSecret(call.deps, id);
  return { id, name, ownername: owner, full_name: `${owner}/${name}`, webhook_secret: secret };
}

export const PROJECT_ACTS: readonly Endpoint[] = [
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/project/regenerate-repos/:owner/:project',
    about: 'Orders new metadata for all repositories of a project.',
    login: true,
    docs: { answer: projectAnswer, example: exampleProject, errors: [noProject, notAdministered] },
    run: regenerate,
  },
  {
    verb: 'POST',
    path: '/webhook/generate/:owner/:project',
    about: 'Makes a new secret for the project’s webhooks; the old one is worth nothing from then on.',
    login: true,
    docs: {
      answer: z.object({
        id: id('the project’s number'),
        name: z.string(),
        ownername,
        full_name: z.string(),
        webhook_secret: z.uuid(),
      }),
      example: {
        id: 1,
        name: 'hello',
        ownername: 'jane',
        full_name: 'jane/hello',
        webhook_secret: '6f3b1d9e-7c51-4d7c-9d0e-2f8f6f5f0a11',
      },
      errors: [noProject, notAdministered],
    },
    run: newSecret,
  },
];
