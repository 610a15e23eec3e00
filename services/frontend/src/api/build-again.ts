/** API v3, extensions: a failed import asked for once more, and a build submitted once more. */
import { z } from 'zod';
import { retryImport } from '../verbs/retry-import.js';
import { resubmitBuild } from '../verbs/resubmit-build.js';
import { showBuild } from '../store/build-lists.js';
import { chrootsOf } from '../store/project-parts.js';
import { chooseChroots } from '../domain/chroot-choice.js';
import { required } from '../domain/refusal.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { choice, names, notChoices } from './fields.js';
import { buildNumbered, buildOutlined } from './find.js';
import { buildObject } from './objects.js';
import { buildAnswer, exampleBuild } from './schemas/build.js';
import { noBuild, notAllowed } from './schemas/errors.js';
import { refuseField, validate } from './validate.js';

const resubmitForm = z.object({
  source: choice(['newest', 'same'], 'newest', {
    about: 'same: just what the build was made of (commit, version, imported SRPM), as far as that is known',
  }),
  chroots: names({ about: 'names or patterns; not said: those of the build' }),
});

async function retry(call: UserCall) {
  const tx = call.deps.db.manager;
  const { build } = await buildNumbered(tx, call.path['id'] ?? '');
  await retryImport(call.deps, call.user, build.id);
  return buildObject(await buildOutlined(tx, String(build.id)), call.deps.config);
}

async function resubmit(call: UserCall) {
  const { deps, user } = call;
  const { build, project } = await buildNumbered(deps.db.manager, call.path['id'] ?? '');
  const form = validate(resubmitForm, call.body ?? {}, 'dictionary');
  const source = form.source === 'same' ? 'same' : 'newest';
  const chroots = form.chroots.length === 0 ? null : await chosenOf(call, project.id, form.chroots);
  const id = await resubmitBuild(deps, user, build.id, { source, chroots });
  const listed = required(await showBuild(deps.db.manager, id), 'missing', `Build ${id} does not exist.`);
  return buildObject(listed, deps.config);
}

async function chosenOf(
  { deps }: UserCall,
  projectId: number,
  wanted: readonly string[],
): Promise<readonly string[] | null> {
  const enabled = (await chrootsOf(deps.db.manager, projectId)).map(({ mock }) => mock.name);
  const found = chooseChroots(enabled, wanted, []);
  return 'chosen' in found ? found.chosen : refuseField(found.field, notChoices(found.unknown), 'dictionary');
}

const mayNot = notAllowed('You are not allowed to build in this project.', 'The caller may not build there.');

export const BUILD_AGAIN: readonly Endpoint[] = [
  {
    verb: 'POST',
    path: '/build/retry-import/:id',
    about: 'Asks once more for an import that failed; nothing is submitted or built anew. Not in Copr.',
    login: true,
    run: retry,
    docs: {
      answer: buildAnswer,
      example: { ...exampleBuild, state: 'pending' },
      errors: [
        noBuild,
        mayNot,
        {
          status: 409,
          when: 'The import did not fail, or would fail again, or what it needs is not kept any more.',
          error: 'The import of build 1 has not failed, so it cannot be retried.',
        },
      ],
    },
  },
  {
    verb: 'POST',
    path: '/build/resubmit/:id',
    about: 'Submits a build once more, with the options that it had; answers the new one. Not in Copr.',
    login: true,
    run: resubmit,
    docs: {
      body: resubmitForm,
      send: { source: 'same' },
      answer: buildAnswer,
      example: { ...exampleBuild, state: 'pending' },
      errors: [
        noBuild,
        mayNot,
        {
          status: 400,
          when: 'A field is wrong, or the project has none of the chroots any more.',
          error: "Bad request parameters: {'chroots': [\"'zz' is not a valid choice for this field.\"]}",
        },
        {
          status: 409,
          when: 'The build is one of an uploaded file that was never imported and is not kept any more.',
          error:
            'The file hello-2.12.1-1.src.rpm of build 1 is not kept: uploads go once they are imported. Please upload it again.',
        },
      ],
    },
  },
];
