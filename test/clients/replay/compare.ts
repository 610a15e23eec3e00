/** What differs between a recorded answer and ours: status, headers, keys, types and values all the way down. */
import type { Kind, Memory } from './memory.js';
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
const LEARNT = /(^|\.)(api_login|api_token|webhook_secret)$/;
/** Lists whose order means nothing (Copr's is random). */
const SETS = /(^|\.)(chroots|updated|builds)$/;

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
    else value({ memory, tell }, '', response.json, reply.json);
  } else if (response.body !== undefined) text(response.body, reply.text, memory, tell);
  return found;
}

/** The status, and why. */
function told({ status, text: body }: Reply): string {
  return status < 400 ? String(status) : `${status} ${body.slice(0, 200)}`;
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
    if (bare(name, memory.text(recorded)) !== bare(name, ours)) tell('header', name, memory.text(recorded), ours);
  }
}

/** A media type without its parameters; other headers as they stand. */
function bare(name: string, header: string | null): string | undefined {
  return name === 'Content-Type' ? header?.split(';')[0] : (header ?? undefined);
}

function text(recorded: string, ours: string, memory: Memory, tell: Tell): void {
  if (recorded.startsWith('base64:')) return;
  const expected = memory.text(recorded);
  if (/^\d+\n$/.test(recorded) && /^\d+\n$/.test(ours)) memory.learnId('build', Number(recorded), Number(ours));
  else if (asSet(expected) !== asSet(ours)) tell('body', '', expected, ours);
}

/** Dependencies of a `.repo` file come in random order and are counted in it; the rest is as it stands. */
function asSet(body: string): string {
  if (!body.startsWith('[copr:')) return body.trimEnd();
  const lines = body.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => line.replace(/#\d+/, '#'))
    .sort()
    .join('\n');
}

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
  const inOrder = (some: unknown[]) => (SETS.test(where) ? [...some].sort() : some);
  if (recorded.length !== ours.length) walk.tell('value', `${where}.length`, recorded.length, ours.length);
  const other = inOrder(ours);
  inOrder(recorded).forEach((one, index) => {
    if (index < other.length) value(walk, `${where}[]`, one, other[index]);
  });
}

function object(walk: Walk, where: string, recorded: object, ours: object): void {
  const mine = new Map<string, unknown>(Object.entries(ours));
  const theirs = new Map<string, unknown>(Object.entries(recorded));
  const at = (key: string) => (where === '' ? key : `${where}.${key}`);
  const kind = kindOf(theirs);
  for (const [key, one] of theirs) {
    if (!mine.has(key)) walk.tell('key missing', at(key), one, undefined);
    else if (kind && (key === 'id' || key === 'build_id')) id(walk, at(key), kind, one, mine.get(key));
    else value(walk, at(key), one, mine.get(key));
  }
  for (const key of mine.keys()) if (!theirs.has(key)) walk.tell('key added', at(key), undefined, mine.get(key));
}

/** What an object with an id is. */
function kindOf(keys: ReadonlyMap<string, unknown>): Kind | undefined {
  if (keys.has('source_package') || keys.has('build_id') || keys.has('state')) return 'build';
  if (keys.has('source_type')) return 'package';
  if (keys.has('full_name')) return 'project';
  return keys.has('id') && keys.has('name') ? 'user' : undefined;
}

function id({ memory, tell }: Walk, where: string, kind: Kind, recorded: unknown, ours: unknown): void {
  if (typeof recorded !== 'number' || typeof ours !== 'number') tell('type', where, recorded, ours);
  else if (!memory.learnId(kind, recorded, ours)) tell('value', where, memory.idOf(kind, recorded), ours);
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
  const expected = memory.text(recorded);
  if (expected !== ours) tell(where === 'error' ? 'error text' : 'value', where, expected, ours);
}

/** The address of an uploaded file: host and path are the server's own, the name is not. */
function learnUpload(memory: Memory, recorded: string, ours: string): void {
  const name = (address: string) => address.slice(address.lastIndexOf('/') + 1);
  if (name(recorded) !== name(ours)) return;
  memory.learnWord(recorded, ours);
  memory.learnWord(new URL(recorded).pathname, new URL(ours).pathname);
}
