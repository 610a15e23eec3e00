/** The line's times and numbers, in one place. */

/** A host gets assignments only while its last report is younger than this. */
export const FRESH_MS = 15_000;
/** A placed task that its host's reports do not name for so long is lost. */
export const UNSEEN_MS = 30_000;
/** A host that says nothing for so long has lost what it had. */
export const SILENT_MS = 60_000;
/** After a rebuild hosts get this long to say what they run: a little more than the rest between two reports. */
export const QUIET_MS = 6_000;
/** A task that was lost so often ends. */
export const MOST_LOSSES = 3;
/** An unwanted container is ordered to stop again after this. */
export const REORDER_MS = 30_000;
/** So long the container of a finished attempt may still be in reports: they are written before they are heard. */
export const FAREWELL_MS = 10_000;
/** Tombstones are kept this long. */
export const REMEMBER_MS = 24 * 3_600_000;
/** Each step of priority counts as so much time in line, so that background work (10 steps: 6 h) is never starved. */
export const PRIORITY_STEP_MS = 36 * 60_000;
