/** Where a build came from, and what that was when it was looked up. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import { buildPath, packagePath } from '../links.js';
import type { BuildView, SourceFact } from '../page-data.js';
import { waitsForRoom } from '../source-stages.js';
import { useFrame } from './frame.js';

/** What was submitted, what was made of it, and where it lies now. */
export function SourceFacts({ build }: { build: BuildView }): JSX.Element {
  return (
    <Card title="Source">
      <dl class="kopr-facts kopr-facts--source">
        {build.facts.map((fact) => (
          <Fact key={fact.term} term={fact.term}>
            <FactValue fact={fact} />
          </Fact>
        ))}
        <Making build={build} />
        {build.dirname !== build.project && <Fact term="Directory">{build.dirname}</Fact>}
        {build.batch !== null && (
          <Fact term="Batch">
            {build.batch.id}
            {build.batch.blocked && ', which waits for the batch before it'}
          </Fact>
        )}
        <Waiting build={build} />
        <Imported build={build} />
      </dl>
    </Card>
  );
}

/** One line of a list of facts. */
export function Fact({ term, children }: { term: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What was typed, as a link where that leads to the web. */
export function FactValue({ fact: { text, href, isScript } }: { fact: SourceFact }): JSX.Element {
  if (isScript)
    return (
      <details>
        <summary>{text.trimEnd().split('\n').length} lines</summary>
        <pre class="kopr-script" tabIndex={0} aria-label="Script">
          {text}
        </pre>
      </details>
    );
  return href === undefined ? (
    <>{text}</>
  ) : (
    <a href={href} rel="nofollow noopener">
      {text}
    </a>
  );
}

/** The builder that makes the SRPM. */
function Making({ build }: { build: BuildView }): JSX.Element | null {
  const { sourceTask: task, sourceLogUrl } = build;
  if (!task || (task.host === null && sourceLogUrl === null)) return null;
  const here = buildPath({ owner: build.owner, name: build.project }, build.id);
  const runs = task.state === 'running';
  return (
    <Fact term={task.state === 'accepted' ? 'SRPM made' : 'Making the SRPM'}>
      <span class="kopr-links">
        {task.host !== null && <span>on {task.host}</span>}
        {task.attempt > 1 && <span>attempt {task.attempt}: earlier ones were lost</span>}
        {sourceLogUrl !== null && (
          <a href={`${here}?log=srpm-builds#log`}>{runs ? 'Follow the log' : 'Show the log'}</a>
        )}
        {sourceLogUrl !== null && <a href={sourceLogUrl}>{runs ? 'Log so far' : 'Whole log'}</a>}
      </span>
    </Fact>
  );
}

/** Why nothing seems to happen. */
function Waiting({ build }: { build: BuildView }): JSX.Element | null {
  if (!waitsForRoom(build, useFrame().alarms)) return null;
  return <Fact term="Waits">for room: dist-git’s disk is full. It goes on by itself as soon as there is some.</Fact>;
}

/** So much of a commit's hash tells it from others. */
const HASH_LENGTH = 10;

function Imported({ build }: { build: BuildView }): JSX.Element | null {
  const { sources, importLogUrl, importedBy, package: name } = build;
  const project = { owner: build.owner, name: build.project };
  if (sources === null && importLogUrl === null) return null;
  return (
    <Fact term="In dist-git">
      {sources !== null && <code>{sources.cloneUrl}</code>}
      <span class="kopr-links">
        {sources !== null && <a href={sources.url}>Read the sources</a>}
        {sources?.commits.map(({ hash, url }) => (
          <a key={hash} href={url} rel="nofollow">
            Commit <code>{hash.slice(0, HASH_LENGTH)}</code>
          </a>
        ))}
        {importLogUrl !== null && (
          <a href={importLogUrl}>Import log{importedBy !== null && ` of build ${importedBy}`}</a>
        )}
        {sources !== null && name !== null && <a href={packagePath(project, name)}>All builds of {name}</a>}
      </span>
    </Fact>
  );
}
