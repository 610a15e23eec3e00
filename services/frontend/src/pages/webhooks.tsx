/** A project's webhooks: where forges send to, how they sign, what came, and a test. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { DeliveryLine, HooksView, HookTestForm } from './hook-data.js';
import { ownerPath, projectPath, PROJECTS, webhooksPath } from './links.js';
import type { Listing } from './page-data.js';
import { DeliveryList } from './parts/delivery-list.js';
import { HookAddresses } from './parts/hook-addresses.js';
import { HookKeys } from './parts/hook-keys.js';
import { HookTest } from './parts/hook-test.js';
import { Pager } from './parts/pager.js';
import { Shell } from './parts/shell.js';
import { StatusToken, type StatusTokenProps } from './parts/status-token.js';

export interface WebhooksProps {
  readonly hooks: HooksView;
  readonly list: Listing<DeliveryLine>;
  /** A key that was made just now. */
  readonly made?: string | undefined;
  readonly keysError?: string | undefined;
  readonly test?: { readonly form: HookTestForm; readonly error: string } | undefined;
  /** A token that could not be taken. */
  readonly status?: Pick<StatusTokenProps, 'form' | 'error'> | undefined;
}

/** Page `/coprs/<owner>/<project>/webhooks/`. */
export function WebhooksPage({ hooks, list, made, keysError, test, status }: WebhooksProps): JSX.Element {
  const { owner, name } = hooks;
  return (
    <Shell title={`Webhooks of ${owner}/${name}`} scripts={['copy.js']}>
      <Heading
        title={`Webhooks of ${name}`}
        about="Builds that begin when a repository changes"
        crumbs={[
          { text: 'Projects', href: PROJECTS },
          { text: owner, href: ownerPath(owner) },
          { text: name, href: projectPath(hooks) },
          { text: 'Webhooks' },
        ]}
      />
      <div class="kopr-columns">
        <div class="kopr-columns__wide">
          <Card title="Deliveries" id="deliveries">
            {list.items.length === 0 ? (
              <Nothing>Nothing was delivered yet. Paste an address at a forge, or try a test.</Nothing>
            ) : (
              <DeliveryList project={hooks} deliveries={list.items} />
            )}
          </Card>
          <Pager page={list.page} more={list.more} href={webhooksPath(hooks)} />
          <HookAddresses hooks={hooks} />
        </div>
        <div class="kopr-columns__narrow">
          <HookTest hooks={hooks} {...test} />
          <HookKeys hooks={hooks} made={made} error={keysError} />
          <StatusToken hooks={hooks} {...status} />
        </div>
      </div>
    </Shell>
  );
}
