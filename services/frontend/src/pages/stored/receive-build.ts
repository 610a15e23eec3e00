/** Reads the form of a submission of files: addresses, or a file that is stored as it comes. */
import type { Request } from 'express';
import { uploadForm, urlForm } from '../../api/build-form.js';
import { refuseField, validate } from '../../api/validate.js';
import type { Deps } from '../../deps.js';
import { secureName } from '../../domain/file-name.js';
import { receiveUpload } from '../../http/upload.js';
import type { UserRow } from '../../store/users.js';
import { dropFile, storeUpload } from '../../verbs/store-upload.js';
import type { Source, StoredFile } from '../../verbs/source-params.js';
import type { Viewer } from '../page-data.js';
import type { ReceivedBuild } from '../page-deps.js';
import { chosenOf, ticked, typed } from '../routes/typed.js';
import { submitSources } from './submit.js';

/** Clients may send it all the same; it fails later. */
const UNFINISHED = /\.nosrc\.rpm$/i;
const LACKING = 'A .nosrc.rpm lacks what it is to be built of.';

/** Nothing of a submission that fails stays behind. */
export async function receiveBuild(
  deps: Deps,
  request: Request,
  userOf: (viewer: Viewer) => Promise<UserRow>,
): Promise<ReceivedBuild> {
  const { fields, file } = await receive(deps, request);
  const drop = (): Promise<void> => dropFile(deps.config, file);
  const urls = typed(fields, 'urls');
  const form = {
    typed: { urls },
    chroots: chosenOf(fields, 'chroots'),
    background: ticked(fields, 'background'),
  };
  return {
    csrf: fields['csrf'],
    form,
    drop,
    submit: async (viewer, owner, project) => {
      try {
        const to = { owner, name: project };
        return await submitSources(deps, await userOf(viewer), to, form, sourcesOf(urls, file));
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

/** The API's forms have one field for either; here each has its own. */
function sourcesOf(urls: string, file: StoredFile | undefined): Source[] {
  if (urls === '' && !file) refuseField('urls', 'Give the address of a source, or choose a file.', 'lines');
  const { pkgs: addresses } =
    urls === '' ? { pkgs: [] } : validate(urlForm.pick({ pkgs: true }), { pkgs: urls }, 'lines', { pkgs: 'urls' });
  if (addresses.some((url) => UNFINISHED.test(new URL(url).pathname))) refuseField('urls', LACKING, 'lines');
  if (file) validate(uploadForm.pick({ pkgs: true }), { pkgs: file.name }, 'lines');
  if (file && UNFINISHED.test(file.name)) refuseField('pkgs', LACKING, 'lines');
  const links = addresses.map((url): Source => ({ type: 'link', url }));
  return file ? [...links, { type: 'upload', file }] : links;
}
