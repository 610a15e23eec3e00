/** What a delivery is about: of the same thing an older one must never come after a newer one. */
import type { ToldEvent } from './event.js';
import { keysOf } from './repository.js';

/** As long as the longest that is made here. */
const MAX_CHARS = 300;

/** Pushes and tags are about their repository, each pull request is about itself. */
export function subjectOf(forge: string, events: readonly ToldEvent[]): string {
  const event = events.find(({ kind }) => kind !== 'other');
  if (!event || event.kind === 'other') return forge;
  const [repository = ''] = keysOf(event.urls);
  return event.kind === 'pull-request' || event.kind === 'asking'
    ? requestSubject(forge, repository, event.number)
    : `${forge} ${repository}`.slice(0, MAX_CHARS);
}

/** A pull request, by what its repository is known by. */
export function requestSubject(forge: string, repository: string, number: number): string {
  return `${forge} ${repository}#${number}`.slice(0, MAX_CHARS);
}
