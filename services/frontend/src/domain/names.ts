/** Names that people choose. They become parts of paths and URLs, so what is not plainly a name is refused. */

/** Longest name of a project, a user or a group. */
const MAX_CHARS = 100;
/** Words that stand in our own addresses where a user's name would. */
const RESERVED: ReadonlySet<string> = new Set(['g', 'build', 'user', 'group', 'api', 'new']);

/** Letters, digits, underscores, dashes and dots; a folder of that name must not be hidden, nor look like an option. */
const PLAIN = /^\w[\w.-]*$/;

/** What is wrong with a project's name, in Copr's words; undefined when nothing is. */
export function whyNotProjectName(name: string): string | undefined {
  if (!PLAIN.test(name)) return 'Name must contain only letters, digits, underscores, dashes and dots.';
  if (/^\d+$/.test(name)) return "Project's name can not be just number.";
  return name.length > MAX_CHARS ? `Field cannot be longer than ${MAX_CHARS} characters.` : undefined;
}

/** What is wrong with the name of a user or (without `@`) a group. */
export function whyNotOwnerName(name: string): string | undefined {
  if (!PLAIN.test(name) || name.length >= MAX_CHARS)
    return `'${name}' is not a name: letters, digits, '_', '-' and '.' only`;
  return RESERVED.has(name) ? `'${name}' is a reserved name` : undefined;
}

/** What is wrong with a directory that a build asks for, in Copr's words. The project's own directory bears its name. */
export function whyNotDirname(project: string, dirname: string): string | undefined {
  if (dirname === project) return undefined;
  if (!dirname.startsWith(`${project}:`)) return `Copr dirname must start with '${project}:' prefix`;
  const suffix = dirname.slice(project.length + 1);
  const [kind = '', ...rest] = suffix.split(':');
  if ((kind !== 'custom' && kind !== 'pr') || rest.length === 0) {
    return `Please use directory format ${project}:custom:<SUFFIX_OF_CHOICE> or ${project}:pr:<ID> (for automatically removed directories)`;
  }
  const fits = rest.every((part) => /^[a-zA-Z0-9-]+$/.test(part)) && dirname.length <= 200;
  const numbered = kind === 'custom' || /^\d+$/.test(rest.join(':').split('-').at(-1) ?? '');
  if (fits && numbered) return undefined;
  return `Wrong directory '${dirname}' specified.  Directory name can consist of alpha-numeric strings separated by colons.`;
}
