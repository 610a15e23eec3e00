/** What a source was made of, out of what was asked for and what its builder found. */
import type { Pin } from '@kopr/proto';

/** The builder's word counts more: it saw the sources. Null when nobody knows anything. */
export function mergePins(asked: Pin | null, found: Pin | null): Pin | null {
  const commit = found?.commit ?? asked?.commit ?? null;
  const version = found?.version ?? asked?.version ?? null;
  return commit === null && version === null ? null : { commit, version };
}
