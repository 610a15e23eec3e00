/** Which sources have a name that moves, as far as dist-git itself can follow it. */
import type { Body, Pin } from '@kopr/proto';
import { parseUrl } from '@kopr/shared/domain';

type Source = Body<'source.requested'>['source'];

/** A git repository, and what of it is wanted: a branch, a tag, a commit; empty: whatever it has as HEAD. */
export interface Movable {
  readonly url: string;
  readonly committish: string;
}

/** Nothing is known before the source task has run. */
export const NO_PIN: Pin = { commit: null, version: null };

/** The git name of a source; undefined when only the tool that makes the SRPM can tell what it came to (a gem's version, a Subversion revision). */
export function movableOf({ type, params }: Source): Movable | undefined {
  const isGit = type === 'distgit' || (type === 'scm' && (params['type'] ?? 'git') === 'git');
  const { clone_url: url, committish } = params;
  if (!isGit || typeof url !== 'string') return undefined;
  return { url, committish: typeof committish === 'string' ? committish.trim() : '' };
}

/** Why no builder could make an SRPM of this, or undefined when one may. */
export function hopeless({ params }: Source): string | undefined {
  const file = [params['url'], params['pkg']].find((name) => typeof name === 'string') ?? '';
  const path = parseUrl(file)?.pathname ?? file;
  return path.toLowerCase().endsWith('.nosrc.rpm')
    ? 'a .nosrc.rpm lacks some of its sources, so it cannot be rebuilt'
    : undefined;
}
