/** Which messages can never be said. Relays put them aside, for a person, and out of the way of the others. */
import { KoprError } from '../errors/index.js';

const HOPELESS: ReadonlySet<string> = new Set(['not-an-entry', 'unknown-type', 'no-host', 'too-large']);

/** Whether the fault is the message itself: another try would end the same. */
export function isHopeless(error: unknown): boolean {
  return error instanceof KoprError && HOPELESS.has(error.code);
}
