/** Names of uploaded files. */

const SUFFIXES = ['.src.rpm', '.nosrc.rpm', '.spec'] as const;
/** Some file systems end here. */
const MAX_CHARS = 200;
/** No file system has longer names; what comes before is not even looked at. */
const MAX_GIVEN = 255;

/** The name without anything that could be more than a name, as Copr's framework makes it: `../a b;c.src.rpm` → `a_bc.src.rpm`. */
export function secureName(name: string): string {
  return name
    .slice(-MAX_GIVEN)
    .normalize('NFKD')
    .replace(/[\\/]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join('_')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/^[._]+|[._]+$/g, '')
    .slice(-MAX_CHARS);
}

/** Whether the name is that of something that can be built. */
export function isSourceName(name: string): boolean {
  return SUFFIXES.some((suffix) => name.toLowerCase().endsWith(suffix));
}
