/** API v3: the token by which a project’s forge is told how its builds stand. It goes in, and never comes out. */
import { z } from 'zod';
import type { HookProject } from '../store/hook-settings.js';
import { findStatusToken } from '../store/status-tokens.js';
import { keepStatusToken, removeStatusToken } from '../verbs/edit-status-token.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { choice, line, requiredLine } from './fields.js';
import { badLines, noProject } from './schemas/errors.js';
import { exampleNoStatusToken, exampleStatusToken, statusTokenAnswer } from './schemas/status-token.js';
import { validate } from './validate.js';
import { notYours, ownProject } from './webhook-settings.js';

async function answerOf({ deps }: UserCall, { projectId, owner, name }: HookProject) {
  const token = await findStatusToken(deps.db.manager, projectId);
  return {
    id: projectId,
    name,
    ownername: owner,
    full_name: `${owner}/${name}`,
    has_token: token !== null,
    forge: token?.forge ?? null,
    address: token?.address ?? null,
    set_by: token?.setBy ?? null,
    set_on: token && seconds(token.setAt),
    used_on: token?.usedAt ? seconds(token.usedAt) : null,
    refusal: token?.refusal ?? null,
  };
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);

async function show(call: UserCall) {
  return answerOf(call, await ownProject(call));
}

const form = z.object({
  forge: choice(['github', 'gitlab', 'gitea', 'forgejo'], 'github', { about: 'whose API is spoken' }),
  address: line({ about: 'the forge, if it is neither github.com nor gitlab.com', example: 'https://codeberg.org' }),
  token: requiredLine({ about: 'may set statuses of commits, and had better be able to do nothing else' }),
});

async function keep(call: UserCall) {
  const project = await ownProject(call);
  const { forge, address = '', token } = validate(form, call.body ?? {}, 'lines');
  const asked = { projectId: project.projectId, by: call.user.name };
  // Forgejo's API is Gitea's.
  await keepStatusToken(call.deps, asked, { forge: forge === 'forgejo' ? 'gitea' : forge, address, token });
  return answerOf(call, project);
}

async function remove(call: UserCall) {
  const project = await ownProject(call);
  await removeStatusToken(call.deps, { projectId: project.projectId, by: call.user.name });
  return answerOf(call, project);
}

const path = '/webhook/status-token/:owner/:project';
const errors = [noProject, notYours];

export const STATUS_TOKENS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path,
    about: 'Whether a project’s forge is told how its builds stand, and since when. The token is never shown.',
    login: true,
    docs: { answer: statusTokenAnswer, example: exampleStatusToken, errors },
    run: show,
  },
  {
    verb: 'PUT',
    path,
    about: 'Gives the token by which the forge is told: of builds that its webhooks set off, as statuses of commits.',
    login: true,
    docs: {
      body: form,
      send: { forge: 'github', token: 'github_pat_11ABCDEFG0123456789' },
      answer: statusTokenAnswer,
      example: exampleStatusToken,
      errors: [...errors, badLines],
    },
    run: keep,
  },
  {
    verb: 'DELETE',
    path,
    about: 'Forgets the token: the forge is told nothing any more.',
    login: true,
    docs: { answer: statusTokenAnswer, example: exampleNoStatusToken, errors },
    run: remove,
  },
];
