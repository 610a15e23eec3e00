/** Which file names a builder may deliver. A name that is not on the list is refused, never mended. */
import { RESULT_FILE_NAMES, type Nevra } from '@kopr/proto';

export type FileKind = 'rpm' | 'spec' | 'log' | 'other';

const FIXED: ReadonlySet<string> = new Set(RESULT_FILE_NAMES);
/** First character and alphabet keep out separators, dot files and options. */
const SPEC = /^[A-Za-z0-9_][\w.+-]*\.spec$/;
const RPM = /^[A-Za-z0-9_][\w.+~^-]*\.rpm$/;

/** What a file is by its name, or undefined when the name is not allowed. An RPM's name must then equal its header's. */
export function kindOf(name: string): FileKind | undefined {
  if (name.length > 255) return undefined;
  if (FIXED.has(name)) return name.endsWith('.log') ? 'log' : 'other';
  if (SPEC.test(name)) return 'spec';
  return RPM.test(name) ? 'rpm' : undefined;
}

/** The only file name that an RPM may have. */
export function rpmFileName({ name, version, release, arch }: Nevra): string {
  return `${name}-${version}-${release}.${arch}.rpm`;
}

/** The name under which a delivered file lies in the result folder: logs are kept compressed. */
export function placedName(name: string): string {
  return kindOf(name) === 'log' ? `${name}.gz` : name;
}

/** Files of a failed attempt that people may read. */
export function isForReaders(name: string): boolean {
  const kind = kindOf(name);
  return kind === 'log' || kind === 'spec' || name === 'results.json';
}
