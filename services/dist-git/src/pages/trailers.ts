/** What the last lines of a commit's message say: imports tell the version and the build there. */
import type { Commit } from '../git/browse/commit.js';

/** The value of `<key>: <value>` in the last paragraph. */
export function trailerOf({ body }: Pick<Commit, 'body'>, key: 'Version' | 'Build'): string | undefined {
  const lines = body.slice(body.lastIndexOf('\n\n') + 1).split('\n');
  const line = lines.find((one) => one.startsWith(`${key}: `));
  return line?.slice(key.length + 2).trim();
}
