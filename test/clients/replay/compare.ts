/** What differs between a recorded answer and ours: status, headers, keys, types and values all the way down. */
import { isStrange, type Kind, type Memory } from './memory.js';
import type { Step } from './recording.js';
import type { Reply } from './send.js';

/** In which way something differs. */
export type Way = 'status' | 'header' | 'key missing' | 'key added' | 'type' | 'value' | 'error text' | 'body' | 'play';

/** One difference; `where` is a path as `items[].chroots`. */
export interface Difference {
  readonly step: Step;
  /** Our status. */
  readonly status: number;
  readonly way: Way;
  readonly where: string;
  readonly recorded: unknown;
  readonly ours: unknown;
}

/** Values that nobody can foretell: only their type is compared. */
const UNFORETELLABLE = /(^|\.)(submitted_on|started_on|ended_on|expiration)$/;
/** Values of which ours stand for the recorded ones from now on. */
const LEARNT = /(^|\.)(api_login|api_token|webhook_secret|source_dict\.tmp)$/;
/** Lists whose order means nothing (Copr's is random). */
const SETS = /(^|\.)(chroots|updated|builds|dependencies)$/;

/** All differences of one answer; on the way, ids and secrets are learnt. */
export function compare(step: Step, reply: Reply, memory: Memory): Difference[] {
  const found: Difference[] = [];
  const tell = (way: Way, where: string, recorded: unknown, ours: unknown) => {
    found.push({ step, status: reply.status, way, where, recorded, ours });
  };
  const { response } = step;
  if (response.status !== reply.status) tell('status', '', response.status, told(reply));
  // Where one succeeds and the other does not, nothing else can be the same.
  if (response.status < 400 !== reply.status < 400) return found;
  headers(step, reply, memory, tell);
  if (response.json !== undefined) {
    if (reply.json === undefined) tell('type', '', 'JSON', reply.text.slice(0, 80));
    else value({ memory, tell }, '', unordered(step, response.json), unordered(step, reply.json));
  } else if (response.body !== undefined) text(response.body, reply.text, memory, tell);
  return found;
}

/** The status, and why. */
function told({ status, text: body }: Reply): string {
  return status < 400 ? String(status) : `${status} ${body.slice(0, 200)}`;
}

/** What is found comes newest first, and the recording's projects are all of the same second; chroots come in any order. */
function unordered({ request }: Step, json: unknown): unknown {
  const { items, ...rest } = (json ?? {}) as { items?: { full_name?: string; name: string }[] };
  if (!items || !/\/project\/search|\/build-chroot\/list/.test(request.path)) return json;
  const nameOf = (one: { full_name?: string; name: string }) => one.full_name ?? one.name;
  return { ...rest, items: items.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))) };
}

export type Tell = (way: Way, where: string, recorded: unknown, ours: unknown) => void;

/** What a walk through two values needs. */
export interface Walk {
  readonly memory: Memory;
  readonly tell: Tell;
}

function headers({ response }: Step, reply: Reply, memory: Memory, tell: Tell): void {
  for (const [name, recorded] of Object.entries(response.headers)) {
    const ours = reply.headers.get(name);
    if (name === 'Copr-FE-BE-API-Version') continue;
    if (bare(name, memory.text(recorded)) !== bare(name, ours ?? '')) tell('header', name, memory.text(recorded), ours);
  }
}

/** A media type without its parameters, data as decoded; other headers as they stand. */
function bare(name: string, header: string): string | undefined {
  if (name === 'Copr-Error-Data') return JSON.stringify(JSON.parse(Buffer.from(header, 'base64').toString() || 'null'));
  return name === 'Content-Type' ? header.split(';')[0] : header;
}

function text(recorded: string, ours: string, memory: Memory, tell: Tell): void {
  if (recorded.startsWith('base64:')) return;
  const expected = memory.text(recorded);
  if (/^\d+\n$/.test(recorded) && /^\d+\n$/.test(ours)) memory.learnId('build', Number(recorded), Number(ours));
  else {
    const [theirs, mine] = [linesOf(expected), linesOf(ours)];
    if (theirs.join('\n') === mine.join('\n')) return;
    const only = (some: string[], others: string[]) => some.filter((line) => !others.includes(line));
    tell('body', '', only(theirs, mine), only(mine, theirs));
  }
}

/** Dependencies of a `.repo` file come in random order and are counted in it; the rest is as it stands. */
function linesOf(body: string): string[] {
  const lines = body.trimEnd().split('\n');
  if (!body.startsWith('[copr:')) return lines;
  return lines
    .filter((line) => line !== '')
    .map(uncounted)
    .sort();
}

const uncounted = (line: string) => line.replace(/dependency #\d+/, 'dependency #');

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
  const inOrder = (some: unknown[]) => (SETS.test(where) ? [...some].sort(byText) : some);
  if (recorded.length !== ours.length) walk.tell('value', `${where}.length`, recorded.length, ours.length);
  const other = inOrder(ours);
  inOrder(recorded).forEach((one, index) => {
    if (index < other.length) value(walk, `${where}[]`, one, other[index]);
  });
}

/** By id where there is one, else by what it says. */
function byText(one: unknown, other: unknown): number {
  const textOf = (some: unknown) => (some as { opts?: { id?: string } } | null)?.opts?.id ?? JSON.stringify(some);
  return textOf(one).localeCompare(textOf(other));
}

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

/** Without counts, and with builds in order: Copr lists them in any, and some of its own were never made here. */
function plain(text: string): string {
  const inOrder = (list: string) => {
    const ids = list.split(', ').map(Number);
    return ids
      .filter((id) => !isStrange(id))
      .sort((a, b) => a - b)
      .join(', ');
  };
  return uncounted(text).replace(/(?<=build\(s\) )\d+(, \d+)+/gi, inOrder);
}

/** The address of an uploaded file: host and path are the server's own, the name is not. */
function learnUpload(memory: Memory, recorded: string, ours: string): void {
  const name = (address: string) => address.slice(address.lastIndexOf('/') + 1);
  if (name(recorded) !== name(ours)) return;
  memory.learnWord(recorded, ours);
  memory.learnWord(new URL(recorded).pathname, new URL(ours).pathname);
}
