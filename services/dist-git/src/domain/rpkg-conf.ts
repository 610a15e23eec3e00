/** The configuration with which `rpkg` from PyPI works on the packages of a project. */
import type { Opens } from './upload-key.js';

/** Whose uploads it lets in. */
export interface Uploader {
  readonly user: string;
  readonly key: string;
}

/** Turns lines that rpkg wrote into the form that it reads as what they are. dist-git takes both. */
const MEND_SOURCES = String.raw`sed -i -E 's/^([0-9a-f]{128})  (.+)$/SHA512 (\2) = \1/' sources`;

/**
 * The file's text; `distGitUrl` without a slash at its end. No name in it may be encoded: rpkg takes `%` for its own,
 * and names have nothing that an address could not hold.
 */
export function rpkgConf(distGitUrl: string, { owner, dirname }: Opens, uploader: Uploader | undefined): string {
  const project = `${owner}/${dirname}`;
  const pkgs = `${distGitUrl}/repo/pkgs/${project}`;
  const git = `${distGitUrl}/git/${project}/%(repo)s`;
  return [
    `# ${project} for rpkg: rpkg --config <path from / to this file> clone <package>`,
    ...(uploader
      ? [`# The address of uploads holds a key of ${uploader.user} for the archives of ${project}, and nothing else.`]
      : [
          '# It reads. To upload, get it with your API token, and the address of uploads will hold a key:',
          `#   curl -u <user> ${pkgs}/rpkg.conf`,
        ]),
    '# rpkg writes the file "sources" in an old form, which it takes for MD5 itself when it reads it. After new-sources:',
    `#   ${MEND_SOURCES}`,
    '[rpkg]',
    `lookaside = ${pkgs}`,
    'lookasidehash = sha512',
    `lookaside_cgi = ${pkgs}/upload.cgi${uploader ? `?user=${uploader.user}&key=${uploader.key}` : ''}`,
    `gitbaseurl = ${git}`,
    `anongiturl = ${git}`,
    'branchre = .+$',
    'kojiprofile = koji',
    'build_client = koji',
    '',
  ].join('\n');
}
