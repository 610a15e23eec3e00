/** Reads the form of a submission: addresses, or a file that is stored as it comes. */
import type { Request } from 'express';
import { buildOptions, chosenChroots, optionsForm } from '../../api/build-form.js';
import { whyNotSources } from '../../api/urls.js';
import { validate } from '../../api/validate.js';
import type { Deps } from '../../deps.js';
import { secureName } from '../../domain/file-name.js';
import { refuse, required } from '../../domain/refusal.js';
import { receiveUpload } from '../../http/upload.js';
import { chrootsOf } from '../../store/project-parts.js';
import { findProject } from '../../store/projects.js';
import type { UserRow } from '../../store/users.js';
import { mayBuild } from '../../verbs/rights.js';
import { dropFile, storeUpload } from '../../verbs/store-upload.js';
import type { Source, StoredFile } from '../../verbs/source-params.js';
import { submitBuilds } from '../../verbs/submit-build.js';
import type { Viewer } from '../page-data.js';
import type { ReceivedBuild, SubmitForm } from '../page-deps.js';
import { chosenOf, ticked, typed } from '../routes/typed.js';

/** An SRPM, or a spec alone, of which a builder makes one. A .nosrc.rpm lacks what it is to be built of. */
const SOURCE = /[^/]\.(src\.rpm|spec)$/i;

/** Nothing of a submission that fails stays behind. */
export async function receiveBuild(
  deps: Deps,
  request: Request,
  userOf: (viewer: Viewer) => Promise<UserRow>,
): Promise<ReceivedBuild> {
  const { fields, file } = await receive(deps, request);
  const drop = (): Promise<void> => dropFile(deps.config, file);
  const form = {
    urls: typed(fields, 'urls'),
    chroots: chosenOf(fields, 'chroots'),
    background: ticked(fields, 'background'),
  };
  return {
    csrf: fields['csrf'],
    form,
    drop,
    submit: async (viewer, owner, project) => {
      try {
        return await submit(deps, await userOf(viewer), { owner, name: project }, form, sourcesOf(form.urls, file));
      } catch (error) {
        await drop();
        throw error;
      }
    },
  };
}

async function receive({ config }: Deps, request: Request) {
  const held: { file?: StoredFile } = {};
  const fields = await receiveUpload(request, 'pkgs', config.maxUploadBytes, async (stream, name) => {
    // Browsers send an empty file where none was chosen.
    if (name === '') stream.resume();
    else held.file = await storeUpload(config, stream, secureName(name));
  });
  return { fields, file: held.file };
}

function sourcesOf(urls: string, file: StoredFile | undefined): Source[] {
  const addresses = urls.split(/\s+/).filter((word) => word !== '');
  if (addresses.length === 0 && !file) refuse('invalid', 'Give the address of a source package, or choose a file.');
  const [wrong] = addresses.length === 0 ? [] : whyNotSources(addresses);
  if (wrong !== undefined) refuse('invalid', wrong);
  const names = [...addresses.map((url) => new URL(url).pathname), ...(file ? [file.name] : [])];
  const odd = names.find((name) => !SOURCE.test(name));
  if (odd !== undefined)
    refuse('invalid', `Only source packages (.src.rpm) and specs (.spec) are taken, and ${odd} is neither.`);
  const links = addresses.map((url): Source => ({ type: 'link', url }));
  return file ? [...links, { type: 'upload', file }] : links;
}

async function submit(
  deps: Deps,
  user: UserRow,
  { owner, name }: { owner: string; name: string },
  form: SubmitForm,
  sources: readonly Source[],
): Promise<number[]> {
  const tx = deps.db.manager;
  const project = required(await findProject(tx, owner, name), 'missing', `Project ${owner}/${name} does not exist.`);
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', `You may not build in ${owner}/${name}.`);
  const enabled = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const options = validate(optionsForm, { background: form.background, chroots: form.chroots }, 'lines');
  const chosen = chosenChroots(options, enabled);
  const defaults = buildOptions(options, deps.config.buildTimeoutS);
  return submitBuilds(deps, user, { project, dirname: name, options: defaults, chosen, sources });
}
