/**
 * Where a build's source stands.
 *
 *   pending ──assigned──▶ starting ──started──▶ running ──accepted──▶ importing ──imported──▶ succeeded
 *      └────────────────────── import-began (a finished SRPM: no task) ──▶ ┘
 *
 * `lost` leads back to pending, `broke` to failed, `stopped` to canceled: an import can still be canceled.
 */

/** The only list of these states and moves in the house. */
const SOURCE_MOVES = {
  pending: {
    assigned: 'starting',
    started: 'running',
    'import-began': 'importing',
    accepted: 'importing',
    imported: 'succeeded',
    broke: 'failed',
    stopped: 'canceled',
  },
  starting: { started: 'running', accepted: 'importing', lost: 'pending', broke: 'failed', stopped: 'canceled' },
  running: { accepted: 'importing', lost: 'pending', broke: 'failed', stopped: 'canceled' },
  importing: { imported: 'succeeded', broke: 'failed', stopped: 'canceled' },
  succeeded: {},
  failed: {},
  canceled: {},
  forked: {},
} as const;

/** A state of a source, by Copr's names. */
export type SourceState = keyof typeof SOURCE_MOVES;
/** What can happen to a source. */
export type SourceNews = { [S in SourceState]: keyof (typeof SOURCE_MOVES)[S] }[SourceState];

/** Every state of a source. */
export const SOURCE_STATES = Object.keys(SOURCE_MOVES) as readonly SourceState[];

/** The state after `news`, or undefined when the news comes too late to matter. */
export function nextSource(state: SourceState, news: SourceNews): SourceState | undefined {
  return (SOURCE_MOVES[state] as Partial<Record<SourceNews, SourceState>>)[news];
}

/** A state that no news can leave. Derived, so that it cannot disagree with the table. */
export function isFinalSource(state: SourceState): boolean {
  return Object.keys(SOURCE_MOVES[state]).length === 0;
}
