/** What views of a repository are made from. */
import type { RepositoryName } from '../../domain/names.js';
import type { Reading } from '../../git/browse/git-process.js';
import type { Objects } from '../../git/browse/objects.js';

export interface Look {
  readonly name: RepositoryName;
  readonly reading: Reading;
  readonly objects: Objects;
}
