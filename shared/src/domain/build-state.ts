/** The state of a whole build: never stored, always derived from its parts (api-v3, Copr's rules). */
import { CHROOT_STATES, isFinalChroot, type ChrootState } from './chroot-state.js';
import { isFinalSource, SOURCE_STATES, type SourceState } from './source-state.js';

/** Any state that a build, a source or a chroot may be seen in. */
export type BuildStateName = SourceState | ChrootState;

/** Copr's numbers for the names. `unknown` is never sent: clients abort on it. */
export const STATE_CODES: Readonly<Record<BuildStateName | 'unknown', number>> = {
  failed: 0,
  succeeded: 1,
  canceled: 2,
  running: 3,
  pending: 4,
  skipped: 5,
  starting: 6,
  importing: 7,
  forked: 8,
  waiting: 9,
  unknown: 1000,
};

/** While the source is in one of these, the build's state is the source's. */
const SOURCE_SPEAKS: ReadonlySet<SourceState> = new Set([
  'starting',
  'pending',
  'running',
  'importing',
  'failed',
  'canceled',
]);

/** The first of these that any chroot is in is the build's: one running chroot keeps the build running, one failed fails it. */
const BY_WEIGHT = ['running', 'starting', 'pending', 'failed', 'succeeded', 'skipped', 'forked', 'canceled'] as const;

/** What a build's parts come to. */
export function buildState(build: {
  readonly canceled: boolean;
  readonly source: SourceState;
  readonly chroots: readonly ChrootState[];
}): BuildStateName {
  if (build.canceled) return 'canceled';
  if (SOURCE_SPEAKS.has(build.source)) return build.source;
  if (build.chroots.length === 0) return 'waiting';
  return BY_WEIGHT.find((state) => build.chroots.includes(state)) ?? 'pending';
}

const FINAL: ReadonlySet<string> = new Set<string>([
  ...SOURCE_STATES.filter(isFinalSource),
  ...CHROOT_STATES.filter(isFinalChroot),
]);

/** Whether a state, of whatever part, is one that nothing leaves. */
export function isFinalState(state: BuildStateName): boolean {
  return FINAL.has(state);
}
