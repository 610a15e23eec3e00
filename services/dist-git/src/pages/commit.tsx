/** A commit: who, when, why, and what it changed. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import type { RepositoryName } from '../domain/names.js';
import type { Commit, Signature } from '../git/browse/commit.js';
import type { Diff } from '../git/browse/diff.js';
import { buildUrl } from './links.js';
import { Changes, changesInWords } from './parts/changes.js';
import { subjectOf, Time } from './parts/history.js';
import { Shell } from './parts/shell.js';
import { toPackage } from './parts/trail.js';
import { legible, Visible } from './parts/visible.js';
import { useSite } from './site.js';
import { trailerOf } from './trailers.js';
import { shortHash } from './words.js';

export interface CommitProps {
  readonly name: RepositoryName;
  readonly commit: Commit;
  readonly diff: Diff;
}

/** Page `…/commit/<hash>`. */
export function CommitPage({ name, commit, diff }: CommitProps): JSX.Element {
  const short = shortHash(commit.hash);
  return (
    <Shell title={`${legible(subjectOf(commit))} · ${name.package}`}>
      <Heading
        title={<Visible text={subjectOf(commit)} />}
        about={
          <>
            Commit {short}, {changesInWords(diff.changes)}
          </>
        }
        crumbs={[...toPackage(name), { text: `Commit ${short}` }]}
      >
        <a
          class="pf-v6-c-button pf-m-secondary"
          href={hrefOf({ page: 'tree', repository: name, ref: commit.hash, path: [] })}
          rel="nofollow"
        >
          Files
        </a>
      </Heading>
      <Card title="About">
        {commit.body !== '' && <Message body={commit.body} />}
        <Facts name={name} commit={commit} />
      </Card>
      {diff.files.length === 0 && <Nothing>Nothing is different from the commit before.</Nothing>}
      <Changes name={name} commit={commit.hash} files={diff.files} />
      {!diff.whole && <p class="kopr-faint">This is only a part of what changed. A clone has all of it.</p>}
    </Shell>
  );
}

/** The rest of the message, line by line. */
function Message({ body }: { body: string }): JSX.Element {
  return (
    <pre class="kopr-message">
      {body.split('\n').map((line, at) => (
        <>
          {at > 0 && '\n'}
          <Visible text={line} />
        </>
      ))}
    </pre>
  );
}

function Facts({ name, commit }: { name: RepositoryName; commit: Commit }): JSX.Element {
  const site = useSite();
  const build = trailerOf(commit, 'Build');
  const isTwo = commit.committer.name !== commit.author.name || commit.committer.email !== commit.author.email;
  return (
    <dl class="kopr-facts kopr-facts--wide">
      <Fact term="Author">
        <Who signature={commit.author} />
      </Fact>
      {isTwo && (
        <Fact term="Committer">
          <Who signature={commit.committer} />
        </Fact>
      )}
      <Fact term="Commit">
        <code>{commit.hash}</code>
      </Fact>
      {commit.parents.length > 0 && (
        <Fact term={commit.parents.length === 1 ? 'Parent' : 'Parents; compared with the first'}>
          <Parents name={name} commit={commit} />
        </Fact>
      )}
      {build !== undefined && /^[1-9][0-9]{0,14}$/.test(build) && (
        <Fact term="Imported for">
          <a href={buildUrl(site, build)}>build {build}</a>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Who({ signature: { name, email, at } }: { signature: Signature }): JSX.Element {
  return (
    <>
      <Visible text={`${name} <${email}>`} />, <Time at={at} />
    </>
  );
}

/** An octopus has many; no more than these are told. */
const MAX_PARENTS = 16;

function Parents({ name, commit }: { name: RepositoryName; commit: Commit }): JSX.Element {
  return (
    <span class="kopr-links">
      {commit.parents.slice(0, MAX_PARENTS).map((parent) => (
        <a key={parent} href={hrefOf({ page: 'commit', repository: name, commit: parent })} rel="nofollow">
          <code>{shortHash(parent)}</code>
        </a>
      ))}
    </span>
  );
}
