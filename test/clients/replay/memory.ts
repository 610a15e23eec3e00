/** What was learnt so far: which id, secret or path of ours stands for which recorded one. */

/** Each kind of object counts for itself. */
export type Kind = 'build' | 'package' | 'project' | 'user';

export interface Memory {
  /** Takes a pair; false when it contradicts what is known. */
  learnId(kind: Kind, recorded: number, ours: number): boolean;
  learnWord(recorded: string, ours: string): void;
  idOf(kind: Kind, recorded: number): number;
  knows(kind: Kind, recorded: number): boolean;
  /** A recorded address as it is to be asked of us. */
  path(recorded: string): string;
  /** A recorded body as it is to be sent to us. */
  body(recorded: unknown): unknown;
  /** A recorded text as we are expected to say it. */
  text(recorded: string): string;
}

/** Where an address holds a build's id. */
const BUILD_PATHS = [
  /(?<=\/build\/(?:(?:cancel|delete|source-chroot|source-build-config|built-packages)\/)?)\d+(?=[/?]|$)/g,
  /(?<=\/build-chroot\/(?:(?:list|build-config|built-packages)\/)?)\d+(?=[/?]|$)/g,
  /(?<=[?&]build_id=)\d+(?=&|$)/g,
];
const PROJECT_PATH = /(?<=\/webhooks\/\w+\/)\d+(?=\/)/g;

/** Where a text speaks of builds: `Build 7 …`, `build(s) 7, 8`, and their folders. */
const BUILD_TEXTS = [
  /(?<=\b[Bb]uild )\d+/g,
  /(?<=\b[Bb]uild\(s\) (?:\d+, )*)\d+/g,
  /(?<=\/)\d{8}(?=[-/]|$)/g,
  /(?<=\/coprs\/build\/)\d+/g,
];
const PACKAGE_TEXT = /(?<=package `)\d+(?=`)/g;
const BUILD_KEYS = new Set(['builds', 'after_build_id', 'with_build_id']);

/** Ids below this were given in the recordings; the others were asked for because nothing has them. */
const MOST_GIVEN = 1000;

/** Folders are named by ids of eight digits; elsewhere an id is as long as it is. */
const folderLength = (digits: string) => (digits.startsWith('0') ? digits.length : 1);

/** Whether an id was never learnt, so that it stands for nothing of ours. */
export const isStrange = (id: number): boolean => id >= STRANGE;
const STRANGE = 900_000_000;

/** An id that was never learnt must not mean something else by chance. */
function strange(recorded: number): number {
  return recorded < MOST_GIVEN ? recorded + STRANGE : recorded;
}

/** Nothing is known at first. */
export function newMemory(): Memory {
  const ids = new Map<string, number>();
  const words = new Map<string, string>();
  const idOf = (kind: Kind, recorded: number) => ids.get(`${kind} ${recorded}`) ?? strange(recorded);
  const swap = (text: string, patterns: readonly RegExp[], kind: Kind) =>
    patterns.reduce(
      (known, pattern) =>
        known.replace(pattern, (digits) => String(idOf(kind, Number(digits))).padStart(folderLength(digits), '0')),
      text,
    );
  const spell = (text: string) => [...words].reduce((known, [from, to]) => known.replaceAll(from, to), text);
  const body = (value: unknown): unknown => {
    if (typeof value === 'string') return spell(value);
    if (Array.isArray(value)) return value.map(body);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, BUILD_KEYS.has(key) ? builds(inner) : body(inner)]),
    );
  };
  const builds = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(builds);
    return typeof value === 'number' ? idOf('build', value) : value;
  };
  return {
    learnId: (kind, recorded, ours) => {
      const known = ids.get(`${kind} ${recorded}`);
      if (known === undefined) ids.set(`${kind} ${recorded}`, ours);
      return known === undefined || known === ours;
    },
    learnWord: (recorded, ours) => void words.set(recorded, ours),
    idOf,
    knows: (kind, recorded) => ids.has(`${kind} ${recorded}`),
    path: (recorded) => swap(swap(spell(recorded), BUILD_PATHS, 'build'), [PROJECT_PATH], 'project'),
    body,
    text: (recorded) => swap(swap(spell(recorded), BUILD_TEXTS, 'build'), [PACKAGE_TEXT], 'package'),
  };
}
