/**
 * Where a build stands in one chroot.
 *
 *   waiting ──queued──▶ pending ──assigned──▶ starting ──started──▶ running ──accepted──▶ running ──published──▶ succeeded
 *                                                                  (building)          (publishing)
 *
 * While building, `lost` leads back to pending and `stopped` to canceled. Accepting is the point of no return:
 * once publishing, lost and stopped are refused, and only `published` or `broke` end it.
 */

/** The only list of these states and of their moves while building. */
const BUILDING_MOVES = {
  waiting: { queued: 'pending', skipped: 'skipped', broke: 'failed', stopped: 'canceled' },
  pending: {
    assigned: 'starting',
    started: 'running',
    accepted: 'running',
    skipped: 'skipped',
    broke: 'failed',
    stopped: 'canceled',
  },
  starting: {
    started: 'running',
    accepted: 'running',
    skipped: 'skipped',
    lost: 'pending',
    broke: 'failed',
    stopped: 'canceled',
  },
  running: { accepted: 'running', skipped: 'skipped', lost: 'pending', broke: 'failed', stopped: 'canceled' },
  succeeded: {},
  failed: {},
  canceled: {},
  skipped: {},
  forked: {},
} as const;

/** The moves once an attempt was accepted; the state shown to people is still `running`. */
const PUBLISHING_MOVES = { published: 'succeeded', broke: 'failed' } as const;

/** A state of a chroot, by Copr's names. */
export type ChrootState = keyof typeof BUILDING_MOVES;
/** What can happen to a chroot. `skipped` also comes from a builder that finds its architecture excluded. */
export type ChrootNews =
  { [S in ChrootState]: keyof (typeof BUILDING_MOVES)[S] }[ChrootState] | keyof typeof PUBLISHING_MOVES;
/** Whether builders may still change the outcome, or an accepted attempt is on its way into the repository. */
export type InnerPhase = 'building' | 'publishing';

/** Every state of a chroot. */
export const CHROOT_STATES = Object.keys(BUILDING_MOVES) as readonly ChrootState[];

/** The state after `news`, or undefined when the news comes too late (or not in this phase) to matter. */
export function nextChroot(
  state: ChrootState,
  news: ChrootNews,
  phase: InnerPhase = 'building',
): ChrootState | undefined {
  const publishing = phase === 'publishing' && state === 'running';
  const moves: Partial<Record<ChrootNews, ChrootState>> = publishing ? PUBLISHING_MOVES : BUILDING_MOVES[state];
  return moves[news];
}

/** The inner phase after news that was not refused. */
export function nextInnerPhase(phase: InnerPhase, news: ChrootNews): InnerPhase {
  return news === 'accepted' ? 'publishing' : phase;
}

/** A state that no news can leave. Derived, so that it cannot disagree with the table. */
export function isFinalChroot(state: ChrootState): boolean {
  return Object.keys(BUILDING_MOVES[state]).length === 0;
}
