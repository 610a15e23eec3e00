/** A directory's project: itself, or what stands before the first colon of a side directory. */

const SIDE_DIRECTORY = /^[^:]+(:(custom|pr)(:[a-zA-Z0-9-]+)+)?$/;

/** The project's name; undefined when no project has a directory of that name. */
export function projectOf(dirname: string): string | undefined {
  if (!SIDE_DIRECTORY.test(dirname)) return undefined;
  return dirname.split(':', 1)[0];
}
