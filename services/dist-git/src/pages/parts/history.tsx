/** Commits, the newest on top. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { moment } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../../domain/address.js';
import type { RepositoryName } from '../../domain/names.js';
import type { Commit } from '../../git/browse/commit.js';
import { trailerOf } from '../trailers.js';
import { shortHash } from '../words.js';
import { Visible } from './visible.js';

/** What a list shows of a longer first line. */
const SUBJECT_LENGTH = 160;

/** One commit an entry. Times are told as they are: the page may be kept. */
export function History({ name, commits }: { name: RepositoryName; commits: readonly Commit[] }): JSX.Element {
  return (
    <ol class="kopr-history">
      {commits.map((commit) => (
        <li key={commit.hash}>
          <p>
            <a href={hrefOf({ page: 'commit', repository: name, commit: commit.hash })} rel="nofollow">
              <Visible text={subjectOf(commit)} />
            </a>{' '}
            <Visible text={trailerOf(commit, 'Version') ?? ''} />
          </p>
          <p class="kopr-faint">
            <code>{shortHash(commit.hash)}</code> <Visible text={commit.author.name} />,{' '}
            <Day at={commit.committer.at} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The first line, or words where there is none. */
export function subjectOf({ subject }: Commit): string {
  if (subject === '') return '(no message)';
  return subject.length > SUBJECT_LENGTH ? `${subject.slice(0, SUBJECT_LENGTH)}…` : subject;
}

/** A day, exact when pointed at. */
export function Day({ at }: { at: Date }): JSX.Element {
  return (
    <time dateTime={at.toISOString()} title={moment(at)}>
      {at.toISOString().slice(0, 10)}
    </time>
  );
}

/** A time to the second. */
export function Time({ at }: { at: Date }): JSX.Element {
  return <time dateTime={at.toISOString()}>{moment(at)}</time>;
}
