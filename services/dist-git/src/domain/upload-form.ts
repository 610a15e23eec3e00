/** What a request to the lookaside asks for: the form of Fedora's upload.cgi, as pyrpkg fills it in. */
import { fileNameProblem } from '@kopr/shared/domain';
import { type RepositoryName, repositoryName } from './names.js';
import { sourceLineProblem } from './sources-file.js';

/** The small fields of the form. */
export type Fields = ReadonlyMap<string, string>;

/** The part of a repository's name that the address has said already. */
export type Place = Partial<Pick<RepositoryName, 'owner' | 'dirname'>>;

/** An archive of a package, by its name and content. */
export interface ArchiveName {
  readonly repository: RepositoryName;
  readonly file: string;
  /** Lower-case hex. */
  readonly sha512: string;
}

/** What was read, or the answer that says what is wrong. */
export type Read<T> = { readonly ok: true; readonly value: T } | Wrong;
type Wrong = { readonly ok: false; readonly status: 400 | 406; readonly problem: string };

const wrong = (problem: string, status: Wrong['status'] = 400): Wrong => ({ ok: false, status, problem });

/** The archive that the form is about; `file` is what the upload, or the field `filename`, calls it. */
export function archiveOf(place: Place, fields: Fields, file: string): Read<ArchiveName> {
  const repository = packageOf(place, fields.get('name'));
  if (!repository.ok) return repository;
  const sha512 = checksumOf(fields);
  if (!sha512.ok) return sha512;
  const problem = fileNameProblem(file) ?? sourceLineProblem(file);
  if (problem !== undefined) return wrong(`the file name ${JSON.stringify(file)} ${problem}`);
  return { ok: true, value: { repository: repository.value, file, sha512: sha512.value } };
}

/** `name` may be the package alone, or have its dirname and owner before it; it must not contradict the address. */
function packageOf(place: Place, name: string | undefined): Read<RepositoryName> {
  if (name === undefined) return wrong('Required field "name" is not present.');
  const parts = name.split('/');
  const [owner, dirname] = [parts.at(-3) ?? place.owner, parts.at(-2) ?? place.dirname];
  if (owner === undefined || dirname === undefined || parts.length > 3)
    return wrong('the field "name" must be <owner>/<dirname>/<package> at this address');
  if (owner !== (place.owner ?? owner) || dirname !== (place.dirname ?? dirname))
    return wrong(`the field "name" says ${owner}/${dirname}, the address says ${place.owner}/${place.dirname}`);
  const value = repositoryName(owner, dirname, parts.at(-1) ?? '');
  return value ? { ok: true, value } : wrong(`the field "name" holds ${JSON.stringify(name)}: no package is called so`);
}

function checksumOf(fields: Fields): Read<string> {
  const given = fields.get('sha512sum');
  if (given === undefined) {
    const other = [...fields.keys()].find((key) => /^[a-z0-9]+sum$/.test(key));
    if (other === undefined) return wrong('Required checksum is not present.');
    return wrong(`files are known by SHA-512 here, not by ${other}: say "lookasidehash = sha512" in rpkg.conf`, 406);
  }
  const value = given.toLowerCase();
  if (!/^[0-9a-f]{128}$/.test(value)) return wrong('the field "sha512sum" must be 128 hexadecimal digits');
  return { ok: true, value };
}
