/**
 * "Imports" what is here already: the commit that a person pushed. Importing its SRPM would put a commit without the
 * person's other files on top of theirs, so only what the SRPM says of itself is taken, and every branch of the build
 * is answered with that commit.
 */
import type { Pin } from '@kopr/proto';
import { isOfProject } from '@kopr/shared/domain';
import { isSpec } from '../domain/archive-rule.js';
import { type RepositoryName, repositoryName } from '../domain/names.js';
import type { Order } from '../domain/order.js';
import { Refusal } from '../domain/refusal.js';
import { blobAt, hasCommit, keepCommit } from '../git/refs.js';
import { blobHash } from '../git/tree.js';
import type { Srpm } from '../rpm/describe.js';
import type { SourceFile } from '../sources/unpack.js';
import type { Means, Work } from './means.js';

/** The repository, which must be the project's own and bear the package's name. */
export function ownName(inPlace: string, { project }: Order['request'], srpm: Srpm): RepositoryName {
  const [owner = '', dirname = '', named = ''] = inPlace.split('/');
  const name = repositoryName(owner, dirname, named);
  if (!name || !isOfProject(name, project))
    throw new Refusal('internal', `"${inPlace}" is no repository of the project`);
  if (name.package === srpm.name) return name;
  throw new Refusal(
    'unsafe-name',
    `the spec names the package ${srpm.name}, but its repository is that of ${name.package}`,
  );
}

/**
 * The commit that the SRPM was made of, if its spec is the very file of that commit; undefined when a tool has made
 * another of it, which is then imported as any.
 */
export async function pushedCommit(
  { layout }: Means,
  name: RepositoryName,
  pin: Pin | null,
  files: readonly SourceFile[],
): Promise<string | undefined> {
  const commit = pin?.commit ?? '';
  const repository = layout.repository(name);
  if (commit === '' || !(await hasCommit(repository, commit))) {
    throw new Refusal('gone', `commit ${commit} is not in the repository any more`);
  }
  const spec = files.find((file) => isSpec(file.name));
  const isSame = spec !== undefined && (await blobAt(repository, commit, spec.name)) === (await gitHash(spec));
  return isSame ? commit : undefined;
}

/** The commit for each branch. The repository is held. */
export async function useCommit(
  { layout }: Means,
  { story }: Work,
  { name, branches, commit }: { name: RepositoryName; branches: readonly string[]; commit: string },
): Promise<Record<string, string>> {
  await keepCommit(layout.repository(name), commit);
  await story.say(`The source is commit ${commit} of this repository: nothing is imported anew`);
  return Object.fromEntries(branches.map((branch) => [branch, commit]));
}

/** What git calls a file. */
function gitHash({ name, executable, size, path }: SourceFile): Promise<string> {
  return blobHash({ name, executable, size, content: { path } });
}
