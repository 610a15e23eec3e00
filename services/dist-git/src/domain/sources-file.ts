/** The file `sources` in git: which archives of the lookaside belong to this commit. */

/** One line of it. */
export interface SourceLine {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha512: string;
}

/** Why a file of this name cannot stand in `sources`: its readers end the name at `)` and know no quoting. */
export function sourceLineProblem(name: string): string | undefined {
  return /[\s()]/.test(name)
    ? 'holds a space or a parenthesis, which the file "sources" of dist-git cannot'
    : undefined;
}

/** The whole file, four fields a line (`SHA512 (<file>) = <hex>`), by name so that the same archives give the same bytes. */
export function sourcesFile(lines: readonly SourceLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, sha512 }) => `SHA512 (${name}) = ${sha512}\n`).join('');
}

/** An archive, and where in the line its name begins. */
export interface FoundSource extends SourceLine {
  readonly at: number;
}

const USUAL = /^SHA512 \((?<name>[^\s()]+)\) = (?<sha512>[0-9a-f]{128})$/;
/** As plain rpkg writes it. */
const OLD = /^(?<sha512>[0-9a-f]{128}) {1,2}(?<name>[^\s()]+)$/;

/** The archive that a line of it names, or undefined: files that were pushed may hold anything. */
export function sourceLine(line: string): FoundSource | undefined {
  const { name, sha512 } = (USUAL.exec(line) ?? OLD.exec(line))?.groups ?? {};
  if (name === undefined || sha512 === undefined) return undefined;
  return { name, sha512, at: line.startsWith('SHA512') ? 'SHA512 ('.length : line.length - name.length };
}
