/** What led to a branch, commit by commit. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import type { RepositoryName } from '../domain/names.js';
import { History } from './parts/history.js';
import { Shell } from './parts/shell.js';
import { toPath } from './parts/trail.js';
import { afterOf, type HistoryView } from './views/history-view.js';
import { refInWords } from './words.js';

export interface LogProps {
  readonly name: RepositoryName;
  readonly reference: string;
  readonly view: HistoryView;
}

/** Page `…/log/<ref>`. */
export function LogPage({ name, reference, view: { commits, next } }: LogProps): JSX.Element {
  const shown = refInWords(reference);
  const href = hrefOf({ page: 'log', repository: name, ref: reference });
  return (
    <Shell title={`Log of ${shown} · ${name.package}`}>
      <Heading title={`Log of ${shown}`} crumbs={[...toPath(name, reference, shown, []), { text: 'Log' }]} />
      <Card title="Commits">
        <History name={name} commits={commits} />
        {next && (
          <nav class="kopr-pager" aria-label="Pages">
            <a class="pf-v6-c-button pf-m-secondary" rel="next nofollow" href={`${href}?after=${afterOf(next)}`}>
              Older ›
            </a>
          </nav>
        )}
      </Card>
    </Shell>
  );
}
