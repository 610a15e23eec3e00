/** One delivery of a webhook: what it told, what became of it and why, and what was sent. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import type { DeliveryView } from './hook-data.js';
import { buildPath, deliveryPath, ownerPath, projectPath, PROJECTS, redeliverPath, webhooksPath } from './links.js';
import { DeliveryLabel } from './parts/delivery-list.js';
import { CsrfField, FormError, Submit } from './parts/form.js';
import { Ago } from './parts/moment.js';
import { Shell } from './parts/shell.js';

/** How often the page is loaded again while it waits, where no script runs. */
const REFRESH_S = 3;

/** Page `/coprs/<owner>/<project>/webhooks/<delivery>/`. */
export function DeliveryPage({ delivery, error }: { delivery: DeliveryView; error?: string | undefined }): JSX.Element {
  const { project, id, event, forge, state, receivedAt } = delivery;
  return (
    <Shell title={`Delivery ${id}`} {...(state === 'waiting' ? { scripts: ['build.js'], refreshS: REFRESH_S } : {})}>
      <div data-fresh="heading">
        <Heading
          title={
            <>
              {event === '' ? `Delivery ${id}` : event} <DeliveryLabel state={state} />
            </>
          }
          about={
            <>
              Delivery {id} of {forge}, <Ago time={receivedAt} />
            </>
          }
          crumbs={[
            { text: 'Projects', href: PROJECTS },
            { text: project.owner, href: ownerPath(project.owner) },
            { text: project.name, href: projectPath(project) },
            { text: 'Webhooks', href: webhooksPath(project) },
            { text: `Delivery ${id}` },
          ]}
        >
          {delivery.mayRedeliver && <Redeliver delivery={delivery} />}
        </Heading>
      </div>
      <FormError message={error} />
      <div data-fresh="outcome" {...(state === 'waiting' ? {} : { 'data-over': '' })}>
        <Became delivery={delivery} />
      </div>
      <Sent delivery={delivery} />
    </Shell>
  );
}

function Redeliver({ delivery: { project, id } }: { delivery: DeliveryView }): JSX.Element {
  return (
    <form method="post" action={redeliverPath(project, id)}>
      <CsrfField />
      <Submit text="Redeliver" />
    </form>
  );
}

function Became({ delivery }: { delivery: DeliveryView }): JSX.Element {
  const { project, reason, decisions, state, repeats } = delivery;
  return (
    <Card title="What became of it">
      {state === 'waiting' && <p>It waits to be worked off.</p>}
      {reason !== null && <p class="kopr-prose">{reason}</p>}
      {repeats !== null && (
        <p>
          See <a href={deliveryPath(project, repeats)}>delivery {repeats}</a>, of the same event.
        </p>
      )}
      {state === 'nothing' && reason === null && decisions.length === 0 && (
        <p>There is nothing to build at this event.</p>
      )}
      <dl class="kopr-facts">
        {decisions.map(({ package: name, build, why }) => (
          <Fact key={name} term={name}>
            {build !== null && (
              <>
                <a href={buildPath(project, build)}>Build {build}</a>:{' '}
              </>
            )}
            {build === null && state !== 'waiting' ? `Not built: ${why}` : why}
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function Sent({ delivery }: { delivery: DeliveryView }): JSX.Element {
  const { headers, payload, bytes, package: name, dirname } = delivery;
  return (
    <Card title="What was sent">
      <dl class="kopr-facts">
        {name !== null && <Fact term="About the package">{name}</Fact>}
        {dirname !== null && <Fact term="About the directory">{dirname}</Fact>}
        {Object.entries(headers).map(([header, value]) => (
          <Fact key={header} term={header}>
            {value}
          </Fact>
        ))}
        <Fact term="Payload">
          <details>
            <summary>{bytes} bytes</summary>
            <pre class="kopr-script" tabIndex={0} aria-label="Payload">
              {payload}
            </pre>
          </details>
        </Fact>
      </dl>
    </Card>
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
