/**
 * "Imports" what is here already: the commit that a person pushed. Importing its SRPM would put a commit without the
 * person's other files on top of theirs, so only what the SRPM says of itself is taken, and every branch of the build
 * is answered with that commit.
 */
import { isOfProject } from '@kopr/shared/domain';
import { type RepositoryName, repositoryName } from '../domain/names.js';
import type { Order } from '../domain/order.js';
import { Refusal } from '../domain/refusal.js';
import { hasCommit, keepCommit } from '../git/refs.js';
import type { Srpm } from '../rpm/describe.js';
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

/** The commit for each branch. The repository is held. */
export async function useCommit(
  { layout }: Means,
  { story }: Work,
  { name, branches, commit }: { name: RepositoryName; branches: readonly string[]; commit: string | null },
): Promise<Record<string, string>> {
  const repository = layout.repository(name);
  if (commit === null || !(await hasCommit(repository, commit))) {
    throw new Refusal('gone', `commit ${String(commit)} is not in the repository any more`);
  }
  await keepCommit(repository, commit);
  await story.say(`The source is commit ${commit} of this repository: nothing is imported anew`);
  return Object.fromEntries(branches.map((branch) => [branch, commit]));
}
