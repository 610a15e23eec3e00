/** What files of a source may be called: dist-git takes them by this rule, builders bring them by it. */

/** File systems end a name here. */
const FILE_NAME_BYTES = 255;

/** Why a text cannot be the name of a file in a flat directory, shown and copied without harm; undefined when it can. */
export function plainFileProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (new TextEncoder().encode(name).length > FILE_NAME_BYTES) return `is longer than ${FILE_NAME_BYTES} bytes`;
  if (name.includes('/') || name.includes('\\')) return 'holds a slash; sources lie in one flat directory';
  if (/^\.+$/.test(name)) return 'is made of dots only';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u.test(name)) return 'holds control characters, or is not UTF-8';
  return undefined;
}

/** Why a file of an SRPM, or an archive of the lookaside, may not be called so; undefined when it may. */
export function fileNameProblem(name: string): string | undefined {
  const problem = plainFileProblem(name);
  if (problem !== undefined) return problem;
  if (name.startsWith('-')) return 'begins with a dash, as options do';
  // What git reads for itself: .gitattributes could leave files out of what builders get.
  if (/^(\.git|git~\d)/i.test(name)) return 'means something to git';
  if (name === 'sources') return 'is kept for the list of archives in dist-git';
  return undefined;
}
