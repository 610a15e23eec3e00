/** What differs between a recorded answer and ours: status, headers, keys, types and values all the way down. */
import type { Memory } from './memory.js';
import type { Step } from './recording.js';
import type { Reply } from './send.js';
import { linesOf } from './texts.js';
import { value, type Tell, type Way } from './walk.js';

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

/** All differences of one answer; on the way, ids and secrets are learnt. */
export function compare(step: Step, reply: Reply, memory: Memory): Difference[] {
  const found: Difference[] = [];
  const tell = (way: Way, where: string, recorded: unknown, ours: unknown) => {
    found.push({ step, status: reply.status, way, where, recorded, ours });
  };
  const { response } = step;
  // Ours must not fail even where Copr did.
  if (response.status !== reply.status || reply.status >= 500) tell('status', '', response.status, told(reply));
  // Where one succeeds and the other does not, nothing else can be the same.
  if (response.status < 400 !== reply.status < 400) return found;
  headers(step, reply, memory, tell);
  if (isBuild(step, reply)) value({ memory, tell }, '', { build_id: response.json }, { build_id: reply.json });
  else if (response.json !== undefined) {
    if (reply.json === undefined) tell('type', '', 'JSON', reply.text.slice(0, 80));
    else value({ memory, tell }, '', unordered(step, response.json), unordered(step, reply.json));
  } else if (response.body !== undefined) text(response.body, reply.text, memory, tell);
  else word(response.body_omitted, reply.text, tell);
  return found;
}

/** Custom webhooks are answered with nothing but a build's number. */
const isBuild = ({ request, response }: Step, { json }: Reply): boolean =>
  request.path.startsWith('/webhooks/custom') && typeof response.json === 'number' && typeof json === 'number';

/** The status, and why. */
function told({ status, text: body }: Reply): string {
  return status < 400 ? String(status) : `${status} ${body.slice(0, 200)}`;
}

/** What is found comes newest first, and the recording's projects are all of the same second; chroots come in any order. */
function unordered({ request }: Step, json: unknown): unknown {
  const { items, ...rest } = (json ?? {}) as { items?: { full_name?: unknown; name: unknown }[] };
  if (!items || !/\/project\/search|\/build-chroot\/list/.test(request.path)) return json;
  const nameOf = (one: { full_name?: unknown; name: unknown }) => String(one.full_name ?? one.name);
  return { ...rest, items: items.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))) };
}

function headers({ response }: Step, reply: Reply, memory: Memory, tell: Tell): void {
  for (const [name, recorded] of Object.entries(response.headers)) {
    const ours = reply.headers.get(name);
    if (name === 'Copr-FE-BE-API-Version') continue;
    if (bare(name, memory.text(recorded)) !== bare(name, ours ?? '')) tell('header', name, memory.text(recorded), ours);
  }
  const warning = reply.headers.get('Warning');
  if (warning !== null && !('Warning' in response.headers)) tell('header', 'Warning', undefined, warning);
}

/** Data as decoded; other headers as they stand. */
function bare(name: string, header: string): string | undefined {
  if (name === 'Copr-Error-Data') return JSON.stringify(JSON.parse(Buffer.from(header, 'base64').toString() || 'null'));
  return header;
}

/** Longer ones are pages, which look otherwise here. */
const LONGEST_WORD = 30;

/** Of a body that was not kept, a short one is a word, and known by its length. */
function word(length: number | undefined, ours: string, tell: Tell): void {
  if (length === undefined || length > LONGEST_WORD) return;
  if (Buffer.byteLength(ours) !== length) tell('body', '', `${length} bytes`, ours);
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
