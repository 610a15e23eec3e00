/** Two decoded values side by side: keys, types and values all the way down. */
import type { Kind, Memory } from './memory.js';
import { plain } from './texts.js';

/** In which way something differs. */
export type Way = 'status' | 'header' | 'key missing' | 'key added' | 'type' | 'value' | 'error text' | 'body' | 'play';

/** Tells one difference; `where` is a path as `items[].chroots`. */
export type Tell = (way: Way, where: string, recorded: unknown, ours: unknown) => void;

/** What a walk through two values needs. */
export interface Walk {
  readonly memory: Memory;
  readonly tell: Tell;
}

/** Values that nobody can foretell: only their type is compared. */
const UNFORETELLABLE = /(^|\.)(submitted_on|started_on|ended_on|expiration)$/;
/** Values of which ours stand for the recorded ones from now on. */
const LEARNT = /(^|\.)(api_login|api_token|webhook_secret|source_dict\.tmp)$/;
/** Lists whose order means nothing (Copr's is random). */
const SETS = /(^|\.)(chroots|updated|builds|dependencies)$/;

/** Compares two decoded values all the way down. */
export function value(walk: Walk, where: string, recorded: unknown, ours: unknown): void {
  const type = typeOf(recorded);
  if (type !== typeOf(ours)) walk.tell('type', where, recorded, ours);
  else if (type === 'list') list(walk, where, recorded as unknown[], ours as unknown[]);
  else if (type === 'object') object(walk, where, recorded as object, ours as object);
  else scalar(walk, where, recorded, ours);
}

function typeOf(some: unknown): string {
  if (some === null) return 'null';
  return Array.isArray(some) ? 'list' : typeof some;
}

function list(walk: Walk, where: string, recorded: unknown[], ours: unknown[]): void {
  const inOrder = (some: unknown[]) => (SETS.test(where) && !isBuilds(some) ? [...some].sort(byText) : some);
  if (recorded.length !== ours.length) walk.tell('value', `${where}.length`, recorded.length, ours.length);
  const other = inOrder(ours);
  inOrder(recorded).forEach((one, index) => {
    if (index < other.length) value(walk, `${where}[]`, one, other[index]);
  });
}

/** By name where there is one, else by what it says. */
function byText(one: unknown, other: unknown): number {
  const textOf = (some: unknown) => JSON.stringify((some as { opts?: { id?: unknown } } | null)?.opts?.id ?? some);
  return textOf(one).localeCompare(textOf(other));
}

/** Builds come newest first, by whichever ids; lists of mere ids do not. */
const isBuilds = (some: readonly unknown[]) =>
  some.some((one) => typeof one === 'object' && one !== null && 'id' in one);

function object(walk: Walk, where: string, recorded: object, ours: object): void {
  const mine = new Map<string, unknown>(Object.entries(ours));
  const theirs = new Map<string, unknown>(Object.entries(recorded));
  const at = (key: string) => (where === '' ? key : `${where}.${key}`);
  const kind = kindOf(theirs);
  const key = theirs.has('build_id') ? 'build_id' : 'id';
  // Another object: nothing else of it needs to be told.
  if (kind && !isSame(walk, at(key), kind, theirs.get(key), mine.get(key))) return;
  for (const [name, one] of theirs) {
    if (kind && name === key) continue;
    if (mine.has(name)) value(walk, at(name), one, mine.get(name));
    else walk.tell('key missing', at(name), one, undefined);
  }
  for (const name of mine.keys()) if (!theirs.has(name)) walk.tell('key added', at(name), undefined, mine.get(name));
}

/** What an object with an id is. */
function kindOf(keys: ReadonlyMap<string, unknown>): Kind | undefined {
  if (keys.has('build_id')) return 'build';
  if (!keys.has('id')) return undefined;
  if (keys.has('source_package') || keys.has('state')) return 'build';
  if (keys.has('source_type')) return 'package';
  if (keys.has('full_name')) return 'project';
  return keys.has('name') ? 'user' : undefined;
}

/** Whether two ids mean the same; the first time, that is learnt. */
function isSame({ memory, tell }: Walk, where: string, kind: Kind, recorded: unknown, ours: unknown): boolean {
  if (typeof recorded !== 'number' || typeof ours !== 'number') {
    if (recorded !== ours) tell('type', where, recorded, ours);
    return recorded === ours;
  }
  const same = memory.learnId(kind, recorded, ours);
  if (!same) tell('value', where, memory.idOf(kind, recorded), ours);
  return same;
}

function scalar({ memory, tell }: Walk, where: string, recorded: unknown, ours: unknown): void {
  if (UNFORETELLABLE.test(where)) return;
  if (typeof recorded !== 'string' || typeof ours !== 'string') {
    if (recorded !== ours) tell('value', where, recorded, ours);
    return;
  }
  const folder = /\/tmp\/[^/]+\//;
  if (LEARNT.test(where)) memory.learnWord(recorded, ours);
  else if (folder.test(recorded) && ours.startsWith('http')) learnUpload(memory, recorded, ours);
  const expected = plain(memory.text(recorded));
  if (expected !== plain(ours)) tell(where === 'error' ? 'error text' : 'value', where, expected, ours);
}

/** The address of an uploaded file: host and path are the server's own, the name is not. */
function learnUpload(memory: Memory, recorded: string, ours: string): void {
  const name = (address: string) => address.slice(address.lastIndexOf('/') + 1);
  if (name(recorded) !== name(ours)) return;
  memory.learnWord(recorded, ours);
  memory.learnWord(new URL(recorded).pathname, new URL(ours).pathname);
}
