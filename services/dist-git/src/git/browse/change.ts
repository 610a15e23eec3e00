/** What a commit did to one file, as git's raw format tells it. */
import type { ByteText } from '../../domain/byte-text.js';

/** `retyped`: a file became a link, or the like. */
type ChangeKind = 'added' | 'deleted' | 'renamed' | 'copied' | 'changed' | 'retyped';

export interface Change {
  readonly kind: ChangeKind;
  readonly path: ByteText;
  /** What it was called before. */
  readonly from: ByteText | undefined;
  /** Six octal digits. */
  readonly oldMode: string;
  readonly newMode: string;
}

/** The mode of what is not there. */
export const NO_FILE = '000000';

const KINDS: Readonly<Record<string, ChangeKind>> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'retyped',
};
const FACTS = /^:([0-7]{6}) ([0-7]{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])[0-9]*$/;

/** How many paths follow the facts of a change; undefined when these are no facts. */
export function pathsAfter(facts: string): 1 | 2 | undefined {
  const status = FACTS.exec(facts)?.[3];
  if (status === undefined) return undefined;
  return status === 'R' || status === 'C' ? 2 : 1;
}

/** The change that facts and paths tell. */
export function changeOf(facts: string, [first, second]: readonly [ByteText, ByteText?]): Change {
  const [, oldMode = '', newMode = '', status = ''] = FACTS.exec(facts) ?? [];
  return {
    kind: KINDS[status] ?? 'changed',
    path: second ?? first,
    from: second === undefined ? undefined : first,
    oldMode,
    newMode,
  };
}
