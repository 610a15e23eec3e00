/** A directory of a commit. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, counted, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf, isCommit } from '../domain/address.js';
import { type ByteText, textOf } from '../domain/byte-text.js';
import type { RepositoryName } from '../domain/names.js';
import { Entries } from './parts/entries.js';
import { Pages } from './parts/pages.js';
import { Shell } from './parts/shell.js';
import { here, toPath } from './parts/trail.js';
import { legible } from './parts/visible.js';
import type { TreeView } from './views/tree-view.js';
import { refInWords } from './words.js';

export interface TreeProps {
  readonly name: RepositoryName;
  readonly reference: string;
  readonly path: readonly ByteText[];
  readonly view: TreeView;
}

/** Page `…/tree/<ref>/<path>/`. */
export function TreePage({ name, reference, path, view }: TreeProps): JSX.Element {
  const shown = refInWords(reference);
  const title = path.length === 0 ? name.package : legible(textOf(path.at(-1) ?? ''));
  return (
    <Shell title={[...path.map((step) => legible(textOf(step))), name.package].join(' · ')}>
      <Heading
        title={title}
        about={`${counted(view.count, 'entry', 'entries')} at ${shown}`}
        crumbs={here(toPath(name, reference, shown, path))}
      >
        <RefLink name={name} reference={reference} />
      </Heading>
      <Card title="Files">
        {view.entries.length === 0 ? (
          <Nothing>The directory is empty.</Nothing>
        ) : (
          <Entries name={name} reference={reference} path={path} entries={view.entries} />
        )}
        <Pages view={view} href={hrefOf({ page: 'tree', repository: name, ref: reference, path })} />
      </Card>
    </Shell>
  );
}

/** From a commit to what it changed; from a branch to its log. */
export function RefLink({ name, reference }: { name: RepositoryName; reference: string }): JSX.Element {
  const [href, text] = isCommit(reference)
    ? [hrefOf({ page: 'commit', repository: name, commit: reference }), 'Commit']
    : [hrefOf({ page: 'log', repository: name, ref: reference }), 'Log'];
  return (
    <a class="pf-v6-c-button pf-m-secondary" href={href} rel="nofollow">
      {text}
    </a>
  );
}
