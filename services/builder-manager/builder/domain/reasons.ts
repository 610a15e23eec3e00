/** Why a command failed, in words for the packager: the stage, and the lines that tell. Pure: output in, reason out. */
import { cut } from './text.js';

/** Exit code of rpmbuild when BuildRequires are missing, static or generated. */
export const MISSING_BUILDREQUIRES = 11;

/** The reason of a failed rpmbuild, by the section that it names: `%build failed: make: *** …`. */
export function rpmbuildReason(lines: readonly string[]): string {
  const missing = missingOf(lines);
  if (missing.length > 0) return missingReason(missing);
  const section = sectionOf(lines);
  if (section) return cut(`${section} failed: ${tellingLines(beforeVerdict(lines))}`);
  return cut(`rpmbuild failed: ${tellingLines(lines)}`);
}

/** What the guard met: the true reason behind a tool's "403" or "502". */
export interface Trouble {
  readonly refused: string | undefined;
  readonly unreachable: string | undefined;
}

/** The reason of a failed dnf run: the requirements nobody provides, what the guard met, else dnf's own last words. */
export function dependencyReason(lines: readonly string[], { refused, unreachable }: Partial<Trouble> = {}): string {
  const missing = missingOf(lines);
  if (missing.length > 0) return missingReason(missing);
  return cut(`build dependencies could not be installed: ${refused ?? unreachable ?? tellingLines(lines)}`);
}

/** Why rpm refuses this architecture outright, or undefined. */
export function refusedArch(lines: readonly string[]): string | undefined {
  return lines.find((line) =>
    /^error: (Architecture is (not included|excluded)|No compatible architectures)/.test(line),
  );
}

/** The requirements that rpmbuild or dnf (4 and 5) report as missing, each once. */
function missingOf(lines: readonly string[]): string[] {
  const found = lines.flatMap((line) => MISSING.flatMap((pattern) => pattern.exec(line)?.[1] ?? []));
  return [...new Set(found)];
}

const MISSING = [
  /^\s+(\S.*?) is needed by \S+$/,
  /^No matching package to install: '(.+)'$/,
  /^\s*(?:- )?nothing provides (.+?) needed by /,
  /^(?:Error: )?(?:Unable to find a match|No match for argument): (.+)$/,
];

function missingReason(missing: readonly string[]): string {
  return cut(`missing BuildRequires: ${missing.join(', ')}`);
}

const VERDICT = /^error: Bad exit status from \S+ \((%\w+)\)/;

function sectionOf(lines: readonly string[]): string | undefined {
  return lines.map((line) => VERDICT.exec(line)?.[1]).find((section) => section !== undefined);
}

// What comes after the verdict is rpmbuild's summary, which only says it again.
function beforeVerdict(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => VERDICT.test(line));
  return at < 0 ? lines : lines.slice(0, at);
}

const TELLING =
  /\berror\b|\*\*\*|\bfatal\b|not found|no such file|no space left|undefined reference|cannot |can't |failed|denied|FAIL/i;
const NOISE = /^\s*$|^\+ |^RPM build (errors|warnings):$|^make(\[\d+\])?: (Entering|Leaving) directory/;
const TELLING_LINES = 3;

/** The last few lines that look like errors, else the last line at all. */
export function tellingLines(lines: readonly string[]): string {
  const loud = lines.filter((line) => !NOISE.test(line)).map((line) => line.trim());
  const telling = [...new Set(loud.filter((line) => TELLING.test(line)))].slice(-TELLING_LINES);
  return telling.join('; ') || loud.at(-1) || 'no output';
}
