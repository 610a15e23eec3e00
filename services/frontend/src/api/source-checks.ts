/** Checks of what sources are described by, with Copr's texts where it has some. */
import { parseUrl, sshUrlOf } from '@kopr/shared/domain';

/** What git, svn and their friends fetch from. */
const PROTOCOLS = new Set(['http:', 'https:', 'git:', 'ssh:', 'svn:', 'ftp:', 'ftps:']);
/** Longer names of branches, folders and the like are a mistake, or an attack. */
const MAX_CHARS = 1000;
const MAX_SCRIPT_CHARS = 4096;

type Check = (text: string) => string | undefined;

/** What is wrong with any text on one line. Control characters would end up in commands and in files of settings. */
export function whyNotPlain(maxChars = MAX_CHARS): Check {
  return (text) => {
    if (text.length > maxChars) return `Field cannot be longer than ${maxChars} characters.`;
    return /\p{Cc}/u.test(text) ? 'Control characters are not allowed.' : undefined;
  };
}

/** What is wrong with the address of a repository. */
export function whyNotCloneUrl(text: string): string | undefined {
  const url = text.length <= MAX_CHARS && /^[a-z]+:\/\/\S+$/.test(text) ? parseUrl(text) : undefined;
  return url && PROTOCOLS.has(url.protocol) && url.hostname !== '' ? undefined : 'Invalid URL.';
}

/** The same of a package, which may have it in the form of scp, too: `git@example.org:hello.git`. */
export function whyNotPackageUrl(text: string): string | undefined {
  return whyNotCloneUrl(text.length <= MAX_CHARS ? (sshUrlOf(text) ?? text) : text);
}

/** What is wrong with a branch, tag or commit: it becomes an argument of git. */
export function whyNotCommittish(text: string): string | undefined {
  return text.startsWith('-') ? 'A committish must not begin with a dash.' : whyNotPlain()(text);
}

/** What is wrong with a path below a source's own folder. */
export function whyNotSubpath(text: string): string | undefined {
  return text.split('/').includes('..') ? 'The path must not lead out of the sources.' : whyNotPlain()(text);
}

/** What is wrong with the path of a spec. */
export function whyNotSpec(text: string): string | undefined {
  return text.endsWith('.spec') ? whyNotSubpath(text) : 'RPM spec file must end with .spec';
}

/** What is wrong with a script that makes sources. */
export function whyNotScript(text: string): string | undefined {
  if (text.trim() === '') return 'This field is required.';
  return text.length > MAX_SCRIPT_CHARS ? 'Maximum script size is 4kB' : undefined;
}
