/** Deliveries of webhooks, each with what became of it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { BuildStateName } from '@kopr/shared/domain';
import type { JSX } from 'preact';
import type { DeliveryLine } from '../hook-data.js';
import { buildPath, deliveryPath, type ProjectName } from '../links.js';
import { Ago } from './moment.js';
import { StateLabel } from './state-label.js';

/** Colour and picture of the builds' state that is most like it; the word is its own. */
const LOOKS: Readonly<Record<DeliveryLine['state'], { as: BuildStateName; word: string }>> = {
  waiting: { as: 'pending', word: 'waiting' },
  built: { as: 'succeeded', word: 'built' },
  nothing: { as: 'skipped', word: 'nothing to build' },
  refused: { as: 'failed', word: 'refused' },
  repeated: { as: 'forked', word: 'came before' },
  failed: { as: 'failed', word: 'failed' },
};

/** What became of a delivery. */
export function DeliveryLabel({ state }: { state: DeliveryLine['state'] }): JSX.Element {
  const { as, word } = LOOKS[state];
  return <StateLabel state={as} word={word} />;
}

/** The newest on top, as they come. */
export function DeliveryList(props: { project: ProjectName; deliveries: readonly DeliveryLine[] }): JSX.Element {
  const { project, deliveries } = props;
  return (
    <ul class="kopr-tokens">
      {deliveries.map(({ id, forge, event, state, builds, receivedAt }) => (
        <li key={id}>
          <DeliveryLabel state={state} />
          <span>
            <a href={deliveryPath(project, id)}>{event === '' ? `delivery ${id}` : event}</a>{' '}
            <span class="kopr-faint">{forge}</span> <Builds project={project} builds={builds} />
          </span>
          <span class="kopr-faint">
            <Ago time={receivedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const FEW = 5;

function Builds({ project, builds }: { project: ProjectName; builds: readonly number[] }): JSX.Element | null {
  if (builds.length === 0) return null;
  return (
    <span class="kopr-links">
      {builds.slice(0, FEW).map((build) => (
        <a key={build} href={buildPath(project, build)}>
          Build {build}
        </a>
      ))}
      {builds.length > FEW && <span>and {builds.length - FEW} more</span>}
    </span>
  );
}
