/** The command by which people take packages from a project. Pure. */
import type { ProjectName } from './links.js';

/** Systems for which `dnf copr` finds the chroot by itself; for all others it would look for EPEL. */
const GUESSED = /^(fedora|mageia|opensuse)-/;

/** `dnf copr enable …`. The short form of a hub means https on its usual port; anything else is named in full. */
export function enableCommand(siteUrl: string, { owner, name }: ProjectName, chroot: string | undefined): string {
  const { protocol, port, host } = new URL(siteUrl);
  const isUsual = protocol === 'https:' && port === '';
  const project = isUsual ? `${host}/${owner}/${name}` : `--hub ${siteUrl} ${owner}/${name}`;
  const named = chroot === undefined || GUESSED.test(chroot) ? '' : ` ${chroot}`;
  return `dnf copr enable ${project}${named}`;
}
