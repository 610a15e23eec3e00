/** The secret of the addresses, and what deliveries are signed with. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { HooksView } from '../hook-data.js';
import { hookKeysPath, hookSecretPath } from '../links.js';
import { Actions, CsrfField, Field, FormError, Input, Submit } from './form.js';
import { Select } from './select.js';

export interface HookKeysProps {
  readonly hooks: HooksView;
  /** A key that was made just now: this page is the only one that ever shows it. */
  readonly made?: string | undefined;
  readonly error?: string | undefined;
}

/** Forms for both. */
export function HookKeys({ hooks, made, error }: HookKeysProps): JSX.Element {
  return (
    <Card title="Secret and key">
      {made !== undefined && (
        <>
          <p>Paste this key at the forge, as the hook’s secret. It is shown only now.</p>
          <Code label="The new key" text={made} />
        </>
      )}
      <form class="pf-v6-c-form" method="post" action={hookKeysPath(hooks)}>
        <CsrfField />
        <FormError message={error} />
        <Field id="signing" label="Deliveries are signed with" hint={signedHint(hooks)}>
          <span class="pf-v6-c-form-control">
            <Select id="signing" value="same" options={SIGNINGS} aria-describedby="signing-hint" />
          </span>
        </Field>
        <Field id="key" label="Key" hint="Only for a key of your own, such as Pagure’s. Kopr never shows it again.">
          <Input id="key" type="password" autocomplete="off" hinted />
        </Field>
        <label class="kopr-choice">
          <input type="checkbox" name="signedOnly" value="yes" checked={hooks.signedOnly} />
          <span>Refuse deliveries without a signature</span>
        </label>
        <Actions>
          <Submit text="Save" />
        </Actions>
      </form>
      <NewSecret hooks={hooks} />
    </Card>
  );
}

const SIGNINGS = [
  { value: 'same', text: 'what they are signed with now' },
  { value: 'secret', text: 'the secret of the address' },
  { value: 'new', text: 'a new key, which Kopr makes up' },
  { value: 'own', text: 'the key below' },
];

function signedHint({ hasKey }: HooksView): string {
  const now = hasKey ? 'a key of their own' : 'the secret of the address';
  return `Now: ${now}. A signature that does not fit is always refused.`;
}

function NewSecret({ hooks }: { hooks: HooksView }): JSX.Element {
  const isFirst = Object.keys(hooks.addresses).length === 0;
  return (
    <form method="post" action={hookSecretPath(hooks)}>
      <CsrfField />
      <button class="pf-v6-c-button pf-m-link pf-m-danger" type="submit">
        {isFirst ? 'Make a secret' : 'Make a new secret: all addresses change'}
      </button>
    </form>
  );
}
