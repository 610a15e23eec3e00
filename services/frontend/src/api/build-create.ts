/** API v3: submitting builds of files, by URL and by upload, and the check before it. */
import { z } from 'zod';
import { secureName } from '../domain/file-name.js';
import { refuse } from '../domain/refusal.js';
import { receiveUpload } from '../http/upload.js';
import { mayBuild } from '../verbs/rights.js';
import { dropFile, storeUpload } from '../verbs/store-upload.js';
import type { Source, StoredFile } from '../verbs/source-params.js';
import { buildForm, optionsForm, uploadForm, urlForm } from './build-form.js';
import { dirnameOf, settleOptions, submit, targetOf } from './build-submit.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { bodyOf, NO_JSON } from './mount.js';
import { badDictionary, badDirname, mayNotBuild, noBody, noProject, noRoom, tooLarge } from './schemas/errors.js';
import { buildAnswer, exampleBuild } from './schemas/build.js';
import { listOf } from './schemas/common.js';
import { refuseField, validate } from './validate.js';

type Fields = Readonly<Record<string, unknown>>;

async function fromUrl(call: UserCall) {
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  const form = validate(urlForm, body, 'dictionary');
  const sources = form.pkgs.map((url): Source => ({ type: 'link', url }));
  const items = await submit(call, project, form, sources);
  return { items, meta: { limit: null, offset: null, order: null, order_type: null } };
}

async function fromUpload(call: UserCall) {
  const { deps } = call;
  const held: { file?: StoredFile } = {};
  try {
    const body = await receive(call, held);
    if (!('ownername' in body)) refuse('no-json', NO_JSON);
    const project = await targetOf(call, body);
    const form = validate(uploadForm, { ...body, pkgs: held.file?.name }, 'dictionary');
    if (!held.file) refuseField('pkgs', 'This field is required.', 'dictionary');
    const [build] = await submit(call, project, form, [{ type: 'upload', file: held.file }]);
    return build;
  } catch (error) {
    await dropFile(deps.config, held.file);
    throw error;
  }
}

/** The fields; the file, if one came, is put into `held` as soon as it is stored. */
async function receive(call: UserCall, held: { file?: StoredFile }): Promise<Fields> {
  const { deps, request } = call;
  if (!request.is('multipart/form-data')) return bodyOf(call);
  return receiveUpload(request, 'pkgs', deps.config.maxUploadBytes, async (stream, name) => {
    held.file = await storeUpload(deps.config, stream, secureName(name));
  });
}

/** In Copr's order: project, directory, rights, form. */
async function check(call: UserCall) {
  const { deps, user } = call;
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  dirnameOf(project, body['project_dirname']);
  if (!(await mayBuild(deps.db.manager, user, project))) {
    refuse('forbidden', `User '${user.name}' is not allowed to build in '${project.owner}/${project.name}'`);
  }
  await settleOptions(call, project, validate(optionsForm, body, 'dictionary'));
  return { message: SAFE };
}

const SAFE = 'It should be safe to submit a build like this';
const HERE = { ownername: 'jane', projectname: 'hello' };
const SRPM = 'https://example.org/hello-2.12.1-1.src.rpm';
const errors = [badDictionary, badDirname, mayNotBuild, noProject, noBody];

export const BUILD_CREATE: readonly Endpoint[] = [
  {
    verb: 'POST',
    path: '/build/check-before-build',
    about: 'Whether a build would be taken.',
    login: true,
    run: check,
    docs: {
      body: buildForm,
      send: { ...HERE, chroots: ['fedora-42-x86_64'] },
      answer: z.object({ message: z.string() }),
      example: { message: SAFE },
      errors,
    },
  },
  {
    verb: 'POST',
    path: '/build/create/url',
    about: 'One build for each URL: of a .src.rpm, or of a .spec alone.',
    login: true,
    run: fromUrl,
    docs: {
      body: urlForm,
      send: { ...HERE, pkgs: [SRPM] },
      answer: listOf(buildAnswer),
      example: { items: [exampleBuild], meta: { limit: null, offset: null, order: null, order_type: null } },
      errors,
    },
  },
  {
    verb: 'POST',
    path: '/build/create/upload',
    about: 'A build of an uploaded file.',
    login: true,
    streams: true,
    run: fromUpload,
    docs: {
      body: buildForm,
      send: HERE,
      files: { pkgs: 'a .src.rpm, or a .spec alone' },
      answer: buildAnswer,
      example: exampleBuild,
      errors: [...errors, tooLarge, noRoom],
    },
  },
];
