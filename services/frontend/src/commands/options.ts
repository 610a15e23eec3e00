/** The options of the admin's commands, and how they become wishes. */
import { parseArgs } from 'node:util';
import type { Deps } from '../deps.js';

const OPTIONS = {
  admin: { type: 'boolean' },
  'no-admin': { type: 'boolean' },
  active: { type: 'boolean' },
  inactive: { type: 'boolean' },
  email: { type: 'string' },
  password: { type: 'string' },
  members: { type: 'string', multiple: true },
  add: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  engine: { type: 'string' },
  image: { type: 'string' },
  config: { type: 'string' },
  branch: { type: 'string' },
  comment: { type: 'string' },
  repo: { type: 'string', multiple: true },
  arch: { type: 'string', multiple: true },
  'clone-url': { type: 'string' },
  'package-uri': { type: 'string' },
  'archive-uri': { type: 'string' },
  namespace: { type: 'string' },
  priority: { type: 'string' },
} as const;

/** The words of a command line: those without a dash, and the options by name. */
export function readWords(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

export type Options = ReturnType<typeof readWords>['values'];

/** One command: how it is used behind its two words, and what it prints. */
export interface Command {
  readonly usage: string;
  /** Fewest words that it needs behind its own. */
  readonly least: number;
  run(deps: Deps, words: readonly string[], options: Options): Promise<string>;
}

/** Only what was said. */
export function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Yes, no, or not said. */
export function yesOrNo(yes: boolean | undefined, no: boolean | undefined): boolean | undefined {
  return no === true ? false : yes;
}

/** Names that may stand in one word, divided by commas. */
export function splitNames(words: readonly string[]): string[] {
  return words.flatMap((word) => word.split(',')).filter((name) => name !== '');
}

/** Lines with tabs between their columns. */
export function table(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}
