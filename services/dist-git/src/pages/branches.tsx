/** All branches of a package, those with the newest commits first. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, counted, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import type { RepositoryName } from '../domain/names.js';
import type { Commit } from '../git/browse/commit.js';
import type { Branch } from '../git/browse/refs.js';
import { Day, subjectOf } from './parts/history.js';
import { Shell } from './parts/shell.js';
import { toPackage } from './parts/trail.js';
import { Visible } from './parts/visible.js';

/** A branch and its newest commit. */
export interface BranchTip extends Branch {
  readonly commit: Commit;
}

/** Page `…/branches`. */
export function BranchesPage({ name, tips }: { name: RepositoryName; tips: readonly BranchTip[] }): JSX.Element {
  return (
    <Shell title={`Branches · ${name.package}`}>
      <Heading
        title="Branches"
        about={counted(tips.length, 'branch', 'branches')}
        crumbs={[...toPackage(name), { text: 'Branches' }]}
      />
      <Card title="Newest first">
        {tips.length === 0 && <Nothing>There is none yet.</Nothing>}
        <ul class="kopr-history">
          {tips.map((tip) => (
            <li key={tip.name}>
              <p>
                <a href={hrefOf({ page: 'tree', repository: name, ref: tip.name, path: [] })} rel="nofollow">
                  {tip.name}
                </a>{' '}
                <a class="kopr-faint" href={hrefOf({ page: 'log', repository: name, ref: tip.name })} rel="nofollow">
                  log
                </a>
              </p>
              <p class="kopr-faint">
                <Visible text={subjectOf(tip.commit)} />, <Day at={tip.commit.committer.at} />
              </p>
            </li>
          ))}
        </ul>
      </Card>
    </Shell>
  );
}
