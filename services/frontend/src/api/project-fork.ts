/** API v3: copying a project. */
import { z } from 'zod';
import { whyNotProjectName } from '../domain/names.js';
import { groupsOf } from '../store/users.js';
import { forkProject } from '../verbs/fork-project.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { flag, line, requiredLine } from './fields.js';
import { projectNamed } from './find.js';
import { showProject } from './projects.js';
import { badLines, noProject } from './schemas/errors.js';
import { exampleProject, projectAnswer } from './schemas/project.js';
import { refuseField, validate } from './validate.js';

const form = z.object({
  name: requiredLine({ check: whyNotProjectName, about: 'what the copy is called', example: 'hello-fork' }),
  ownername: line({ about: 'the caller, or one of the caller’s groups behind an `@`', example: 'jane' }),
  confirm: flag(false, { about: 'copy into a project that is there already' }),
});

async function fork(call: UserCall) {
  const { deps, user, path, body = {} } = call;
  const tx = deps.db.manager;
  const source = await projectNamed(tx, path['owner'] ?? '', path['project'] ?? '');
  const owners = [user.name, ...(await groupsOf(tx, user.id)).map((group) => `@${group}`)];
  const owner = owners.find((name) => name === body['ownername']);
  // Copr looks at nothing else when the owner is none.
  if (owner === undefined) refuseField('owner', 'Not a valid choice.', 'lines');
  const { name, confirm } = validate(form, body, 'lines');
  return showProject(call, await forkProject(deps, user, source, { owner, name, confirm }));
}

export const PROJECT_FORK: readonly Endpoint[] = [
  {
    verb: 'POST',
    deprecated: 'PUT',
    path: '/project/fork/:owner/:project',
    about: 'Copies a project with its settings, chroots, packages and the last good build of each package.',
    login: true,
    docs: {
      body: form,
      answer: projectAnswer,
      example: exampleProject,
      errors: [
        noProject,
        badLines,
        {
          status: 400,
          when: 'The owner is neither the caller nor a group of theirs.',
          error: 'owner: Not a valid choice.',
        },
        {
          status: 400,
          when: 'There is a project of that name, and `confirm` is not set.',
          error:
            'You are about to fork into existing project: hello\nPlease use --confirm if you really want to do this',
        },
      ],
    },
    run: fork,
  },
];
