/** The kinds of sources to choose from, each with a page of its own, so that choosing needs no script. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { type ProjectName, submitPath } from '../links.js';
import type { SubmitKind } from '../source-inputs.js';

const KINDS: readonly (readonly [SubmitKind, string])[] = [
  ['file', 'SRPM or spec'],
  ['scm', 'Git or Subversion'],
  ['distgit', 'Dist-git'],
  ['pypi', 'PyPI'],
  ['rubygems', 'RubyGems'],
  ['custom', 'Script'],
];

/** `kind`: the one that is shown. */
export function SourceTabs({ project, kind }: { project: ProjectName; kind: SubmitKind }): JSX.Element {
  return (
    <nav class="kopr-tabs" aria-label="What to build from">
      {KINDS.map(([each, text]) => (
        <a key={each} href={submitPath(project, each)} {...(each === kind ? { 'aria-current': 'page' as const } : {})}>
          {text}
        </a>
      ))}
    </nav>
  );
}
