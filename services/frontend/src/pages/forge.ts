/** Where commits are shown, for the forges that people use. Pure. */
import { webUrl } from './links.js';

interface Forge {
  readonly hosts: RegExp;
  /** Between a repository's address and a commit. */
  readonly path: string;
}

/** Told by the host alone: a forge of another name has no links, which is better than wrong ones. */
const FORGES: readonly Forge[] = [
  { hosts: /^github\.com$/, path: '/commit/' },
  { hosts: /(^|\.)gitlab\./, path: '/-/commit/' },
  { hosts: /^(pagure\.io|src\.fedoraproject\.org|pkgs\.fedoraproject\.org)$/, path: '/c/' },
  { hosts: /^(codeberg\.org|(.*\.)?gitea\..+|(.*\.)?forgejo\..+)$/, path: '/commit/' },
  { hosts: /^git\.sr\.ht$/, path: '/commit/' },
  { hosts: /^bitbucket\.org$/, path: '/commits/' },
];

/** The page of a commit of the repository behind a clone URL, if it can be told. */
export function commitUrl(cloneUrl: string, commit: string): string | undefined {
  const web = webUrl(cloneUrl.replace(/^(git|ssh):\/\/([\w.-]+@)?/, 'https://'));
  if (web === undefined) return undefined;
  const { origin, hostname, pathname } = new URL(web);
  const forge = FORGES.find(({ hosts }) => hosts.test(hostname));
  const repository = pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  return forge && repository !== '' ? `${origin}${repository}${forge.path}${commit}` : undefined;
}
