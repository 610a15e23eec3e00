/** What may be chosen in the forms of sources, as the database knows it. */
import type { Deps } from '../deps.js';
import { activeChroots } from '../store/chroots.js';
import { distGits } from '../store/dist-gits.js';
import type { SourceChoices } from './source-kinds.js';

/** pyp2rpm's versions of Python, for builds that name none. */
export const PYTHON_VERSIONS = ['3'];

/** The choices of a build; a package's differ. */
export async function sourceChoices({ db, config }: Deps): Promise<SourceChoices> {
  const tx = db.manager;
  const chroots = (await activeChroots(tx)).map(({ name }) => name);
  const { allowPrivateSources: allowPrivate } = config;
  return { chroots, distGits: await distGits(tx), pythonVersions: PYTHON_VERSIONS, allowPrivate };
}
