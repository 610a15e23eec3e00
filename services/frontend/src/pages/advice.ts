/** What may help when a source failed, in words. Pure. */
import type { SourceStage } from '@kopr/proto';
import type { BuildView } from './page-data.js';

const ADVICE: Readonly<Record<SourceStage, string>> = {
  resolve: 'Is the address right, and is there such a branch, tag or commit?',
  download: 'Is the address right, and does it answer?',
  clone: 'Is the address right, and may everybody read it?',
  checkout: 'Is there such a branch, tag or commit?',
  subdirectory: 'Are the subdirectory and the spec where the build looks for them?',
  'srpm-build': 'The log of the builder that made the SRPM tells more.',
  unpack: 'The SRPM itself is not right: make it anew.',
  query: 'The SRPM itself is not right: make it anew.',
  import: 'The import log tells more.',
  storage: 'The import log tells more.',
  timeout: 'It may go faster another time.',
  internal: 'This is not your fault: try again, and if it happens again, tell the admins of this instance.',
};

/** One or two sentences; null where nothing failed. */
export function adviceOn({ sourceStage, mayRetryImport }: BuildView): string | null {
  if (sourceStage === null) return null;
  if (mayRetryImport) return 'Nothing need be submitted or made anew: the import alone can be tried again.';
  return ADVICE[sourceStage];
}

/** What the source is pinned to, shortened for buttons; null where it cannot move, or never came to anything. */
export function pinWords({ made, pin, fetched, sources }: BuildView): string | null {
  if (fetched && sources) return 'as it was imported';
  if (!made || !pin) return null;
  return pin.commit ? `commit ${pin.commit.slice(0, 8)}` : pin.version && `version ${pin.version}`;
}
