/** The one line that tells of a handled message. */
import { type Envelope, rowOf } from '@kopr/proto';
import type { Log } from '../log/index.js';
import type { Settled, Verdict } from './settle.js';

/** What the line is made of. `try` counts this queue's tries of the message: `attempt` is a task's. */
export interface Handled {
  readonly verdict: Verdict;
  readonly settled: Settled;
  readonly queue: string;
  readonly try: number;
  readonly durationMs: number;
  readonly envelope?: Envelope | undefined;
  readonly error?: Error | undefined;
}

/** Fields of bodies by which people look for lines. */
const IDS = ['build', 'task', 'attempt', 'chroot', 'host', 'request', 'outcome'] as const;

/** The story at info; what went wrong at a level that says who has to look. */
export function logHandled(log: Log, handled: Handled): void {
  const { verdict, settled, queue, durationMs, envelope, error } = handled;
  const fields = {
    type: envelope?.type,
    id: envelope?.id,
    ...idsOf(envelope?.body),
    fate: settled,
    durationMs,
    queue,
    ...(verdict.fate !== 'done' && { try: handled.try, reason: verdict.reason }),
    ...(error && { error }),
  };
  log[levelOf(settled, envelope)]('message handled', fields);
}

function levelOf(settled: Settled, envelope: Envelope | undefined): 'debug' | 'info' | 'warn' | 'error' {
  if (settled === 'dead-letter') return 'error';
  if (settled !== 'done') return 'warn';
  // Reports come every few seconds from each host; the story is not in them.
  return envelope && rowOf(envelope.type)?.ttlMs !== undefined ? 'debug' : 'info';
}

function idsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {};
  const fields = new Map(Object.entries(body));
  return Object.fromEntries(IDS.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : [])));
}
