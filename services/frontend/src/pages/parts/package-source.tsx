/** Where a package's source comes from when nobody says else. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { PackageView } from '../package-data.js';
import { Fact, FactValue } from './source-facts.js';

/** The facts that a build of it starts from. */
export function PackageSource({ view: { facts } }: { view: PackageView }): JSX.Element {
  return (
    <Card title="Source">
      {facts.length === 0 ? (
        <Nothing>It has no source of its own: each build says where its source comes from.</Nothing>
      ) : (
        <dl class="kopr-facts kopr-facts--source">
          {facts.map((fact) => (
            <Fact key={fact.term} term={fact.term}>
              <FactValue fact={fact} />
            </Fact>
          ))}
        </dl>
      )}
    </Card>
  );
}
