/** The other way to write an SSH address, which git takes from scp: `git@example.org:path/to/hello.git`. */

/** A name, a host that looks like no option, and a path; whatever has `://` in it is a URL. */
const SCP_FORM = /^(\w[\w.+-]*)@(\[[\da-f:.]+\]|[a-z\d][a-z\d.-]*):(?!-|\/\/)([^\s\p{Cc}\\]+)$/iu;

/**
 * The same address as a URL, by which it can be judged; undefined when the text is not of that form. What git is given must
 * still be the text: by it a path is below the user's home, and by a URL it is not.
 */
export function sshUrlOf(text: string): string | undefined {
  const [, user, host, path] = SCP_FORM.exec(text) ?? [];
  if (user === undefined || host === undefined || path === undefined) return undefined;
  return `ssh://${user}@${host}/${path.replace(/^\//, '')}`;
}
