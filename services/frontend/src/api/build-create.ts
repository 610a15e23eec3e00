/** API v3: submitting builds, by URL and by upload, and the check before it. */
import { matches } from '../domain/chroot-choice.js';
import { isSourceName, isSpecName, secureName } from '../domain/file-name.js';
import { whyNotDirname } from '../domain/names.js';
import { refuse } from '../domain/refusal.js';
import { receiveUpload } from '../http/upload.js';
import { showBuild } from '../store/build-lists.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { mayBuild } from '../verbs/rights.js';
import { dropFile, storeUpload } from '../verbs/store-upload.js';
import { submitBuilds, type Source, type StoredFile } from '../verbs/submit-build.js';
import { buildOptions, chosenChroots, optionsForm, refuseBatches, urlForm } from './build-form.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { projectNamed } from './find.js';
import { bodyArgument, bodyOf, NO_JSON } from './mount.js';
import { buildObject } from './objects.js';
import { fileNameOf } from './urls.js';
import { refuseField, validate } from './validate.js';

type Fields = Readonly<Record<string, unknown>>;

const SUFFIXES = 'You can upload only .src.rpm, .nosrc.rpm, and .spec files';
const NO_SPECS = 'Kopr does not build from a lone .spec file yet; send a .src.rpm';
const NO_NOSRC = 'Kopr does not build from a .nosrc.rpm; send a .src.rpm';

/** The project that the body names. */
function targetOf({ deps }: UserCall, body: Fields): Promise<ProjectRow> {
  return projectNamed(deps.db.manager, bodyArgument(body, 'ownername'), bodyArgument(body, 'projectname'));
}

async function fromUrl(call: UserCall) {
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  const form = validate(urlForm, body, 'dictionary');
  for (const url of form.pkgs) refuseUnfinished(fileNameOf(url));
  const sources = form.pkgs.map((url): Source => ({ type: 'link', url }));
  const items = await submit(call, project, body, sources);
  return { items, meta: { limit: null, offset: null, order: null, order_type: null } };
}

async function fromUpload(call: UserCall) {
  const { deps } = call;
  const held: { file?: StoredFile } = {};
  try {
    const body = await receive(call, held);
    if (!('ownername' in body)) refuse('no-json', NO_JSON);
    const project = await targetOf(call, body);
    const [build] = await submit(call, project, body, [fileSource(held.file)]);
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

function fileSource(file: StoredFile | undefined): Source {
  if (!file) refuseField('pkgs', 'This field is required.', 'dictionary');
  if (!isSourceName(file.name)) refuseField('pkgs', SUFFIXES, 'dictionary');
  refuseUnfinished(file.name);
  return { type: 'upload', file };
}

function refuseUnfinished(name: string): void {
  if (isSpecName(name)) refuseField('pkgs', NO_SPECS, 'dictionary');
  if (name.toLowerCase().endsWith('.nosrc.rpm')) refuseField('pkgs', NO_NOSRC, 'dictionary');
}

/** Form before rights, as Copr's. */
async function submit(call: UserCall, project: ProjectRow, body: Fields, sources: readonly Source[]) {
  const { deps, user } = call;
  const tx = deps.db.manager;
  const checked = await checkOptions(call, project, body);
  const full = `${project.owner}/${project.name}`;
  if (!(await mayBuild(tx, user, project))) {
    refuse('forbidden', `User ${user.name} is not allowed to build in the copr: ${full}`);
  }
  checkForge(project, body);
  const ids = await submitBuilds(deps, user, { project, sources, ...checked });
  const builds = await Promise.all(ids.map((id) => showBuild(tx, id)));
  return builds.flatMap((listed) => (listed ? [buildObject(listed, deps.config)] : []));
}

/** Builds that Packit submits name the forge project that they are for; the project says which it lets in. */
function checkForge({ packitForgeProjectsAllowed }: ProjectRow, body: Fields): void {
  const forge = body['packit_forge_project'];
  if (typeof forge !== 'string' || forge === '') return;
  if (packitForgeProjectsAllowed.some((pattern) => matches(pattern, forge))) return;
  refuse('forbidden', `Forge project ${forge} can't build in this Copr via Packit.`);
}

async function checkOptions({ deps }: UserCall, project: ProjectRow, body: Fields) {
  const form = validate(optionsForm, body, 'dictionary');
  const enabled = (await chrootsOf(deps.db.manager, project.id)).map(({ mock }) => mock.name);
  const chosen = chosenChroots(form, enabled);
  refuseBatches(form);
  return { dirname: dirnameOf(project, body), chosen, options: buildOptions(form, deps.config.buildTimeoutS) };
}

function dirnameOf(project: ProjectRow, body: Fields): string {
  const asked = body['project_dirname'];
  const dirname = typeof asked === 'string' && asked !== '' ? asked : project.name;
  const wrong = whyNotDirname(project.name, dirname);
  return wrong === undefined ? dirname : refuse('invalid', wrong);
}

/** In Copr's order: project, directory, rights, form. */
async function check(call: UserCall) {
  const { deps, user } = call;
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  dirnameOf(project, body);
  if (!(await mayBuild(deps.db.manager, user, project))) {
    refuse('forbidden', `User '${user.name}' is not allowed to build in '${project.owner}/${project.name}'`);
  }
  await checkOptions(call, project, body);
  return { message: 'It should be safe to submit a build like this' };
}

export const BUILD_CREATE: readonly Endpoint[] = [
  {
    verb: 'POST',
    path: '/build/check-before-build',
    about: 'Whether a build would be taken.',
    login: true,
    run: check,
  },
  { verb: 'POST', path: '/build/create/url', about: 'One build for each URL.', login: true, run: fromUrl },
  {
    verb: 'POST',
    path: '/build/create/upload',
    about: 'A build of an uploaded SRPM.',
    login: true,
    streams: true,
    run: fromUpload,
  },
];
