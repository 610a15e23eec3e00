/** What follows from a forge's answer to a status. */
import { drop, retryLater, type Sending, sent } from './sending.js';

/** An answer: its status, headers by small letters, the beginning of its body. */
export interface ForgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** Who asked whom for what, so that the reason names the forge and never the token. */
interface Asked {
  readonly host: string;
  readonly token: string;
  /** What was told, in the forge's word. */
  readonly state: string;
  readonly now: Date;
}

/** May pass, but is about this forge as a whole. */
const TROUBLED = new Set([408, 425, 429]);
const CONFLICT = 409;
/** Nobody waits longer because a stranger says so. */
const MAX_WAIT_MS = 6 * 3_600_000;

/** Told; again later; or refused for good: a token that is not right, a commit that is not there. */
export function judgeAnswer(answer: ForgeAnswer, { host, token, state, now }: Asked): Sending {
  const { status, text } = answer;
  if ((status >= 200 && status < 300) || isThereAlready(answer, state)) return sent;
  const words = wordsOf(text, token);
  const reason = `${host} answered ${status}${words === '' ? '' : `: ${words}`}`;
  if (status === CONFLICT) return retryLater(reason, { others: true });
  const afterMs = waitOf(answer, now);
  if (status >= 500 || TROUBLED.has(status) || (status === 403 && afterMs !== undefined))
    return retryLater(reason, { others: false, ...(afterMs === undefined ? {} : { afterMs }) });
  return drop(status >= 300 && status < 400 ? `${reason}: a redirect, which is not followed` : reason);
}

const BAD_REQUEST = 400;
/** The end of a build goes from any of them. */
const OPEN = new Set(['pending', 'running']);

/**
 * GitLab takes a status only as a step: neither the state that it shows already (told before the answer got lost, say), nor
 * pending after running (of a commit that is built once more meanwhile). Nothing is lost by either: it shows that a build
 * is on, and takes how that ended. What has ended it begins anew.
 */
function isThereAlready({ status, text }: ForgeAnswer, state: string): boolean {
  if (status !== BAD_REQUEST) return false;
  const [, from = ''] = /^Cannot transition status via :\w+ from :(\w+)/.exec(messageIn(text)) ?? [];
  return from === state || (OPEN.has(from) && OPEN.has(state));
}

/** For whoever asks too often and is not told how long that lasts, as GitHub documents it. */
const SECONDARY_LIMIT_MS = 60_000;

/** How long the forge wants to be left alone, in ms. GitHub says by 403, too, that one has asked too often. */
function waitOf(answer: ForgeAnswer, now: Date): number | undefined {
  return wishOf(answer, now) ?? (isSecondaryLimit(answer) ? SECONDARY_LIMIT_MS : undefined);
}

/** Requests that came too fast, or at once: of those the headers need not tell. */
function isSecondaryLimit({ status, text }: ForgeAnswer): boolean {
  return (status === 403 || status === 429) && /secondary rate limit|abuse detection/i.test(messageIn(text));
}

function wishOf({ headers }: ForgeAnswer, now: Date): number | undefined {
  const wish = textOf(headers['retry-after']);
  if (wish !== '') return bounded(/^\d+$/.test(wish) ? Number(wish) * 1000 : Date.parse(wish) - now.getTime());
  if (textOf(headers['x-ratelimit-remaining']) !== '0') return undefined;
  return bounded(Number(textOf(headers['x-ratelimit-reset'])) * 1000 - now.getTime());
}

function bounded(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(MAX_WAIT_MS, Math.max(0, ms));
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

const MAX_CHARS = 200;
/** Any so long piece of a token would help whoever guesses the rest. */
const PIECE_CHARS = 6;

/** What the forge says of it, if that is JSON with a message, and holds nothing of the token. */
function wordsOf(text: string, token: string): string {
  const words = messageIn(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return holdsAnyOf(words, token) ? '' : words.slice(0, MAX_CHARS);
}

function messageIn(text: string): string {
  try {
    const { message, error } = Object(JSON.parse(text)) as { message?: unknown; error?: unknown };
    return [message, error].find((one) => typeof one === 'string') ?? '';
  } catch {
    return '';
  }
}

function holdsAnyOf(text: string, token: string): boolean {
  for (let at = 0; at + PIECE_CHARS <= token.length; at++)
    if (text.includes(token.slice(at, at + PIECE_CHARS))) return true;
  return text.includes(token);
}
