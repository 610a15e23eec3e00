/** The token by which the forge is told how builds stand: given, replaced, removed, and never shown. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { HooksView, StatusTokenForm, StatusTokenView } from '../hook-data.js';
import { removeStatusTokenPath, statusTokenPath } from '../links.js';
import { Actions, CsrfField, Field, FormError, Input, Submit } from './form.js';
import { Icon } from './icon.js';
import { Ago } from './moment.js';
import { Select } from './select.js';

export interface StatusTokenProps {
  readonly hooks: HooksView;
  /** What was typed, if that could not be taken; without the token. */
  readonly form?: Omit<StatusTokenForm, 'token'> | undefined;
  readonly error?: string | undefined;
}

/** Forms for all of it. */
export function StatusToken({ hooks, form, error }: StatusTokenProps): JSX.Element {
  const { statusToken: known } = hooks;
  const typed = form ?? { forge: 'github', address: '' };
  return (
    <Card title="Commit statuses" id="statuses">
      <p>The forge shows beside each commit how its builds stand, if a webhook of that forge set them off.</p>
      {known && <Known hooks={hooks} token={known} />}
      <form class="pf-v6-c-form" method="post" action={statusTokenPath(hooks)}>
        <CsrfField />
        <FormError message={error} />
        <Field id="forge" label="Forge">
          <span class="pf-v6-c-form-control">
            <Select id="forge" value={typed.forge} options={CHOICES} />
          </span>
        </Field>
        <Field id="address" label="Address" hint="Only if it is neither github.com nor gitlab.com.">
          <Input id="address" value={typed.address} placeholder="https://codeberg.org" hinted />
        </Field>
        <Field id="token" label="Token" required hint={TOKEN_HINT}>
          <Input id="token" type="password" autocomplete="off" required hinted />
        </Field>
        <Actions>
          <Submit text={known ? 'Replace' : 'Save'} />
        </Actions>
      </form>
    </Card>
  );
}

const CHOICES = [
  { value: 'github', text: 'GitHub' },
  { value: 'gitlab', text: 'GitLab' },
  { value: 'gitea', text: 'Gitea, Forgejo' },
];

const TOKEN_HINT =
  'GitHub: “Commit statuses”, read and write. GitLab: the scope “api”. Gitea, Forgejo: “repository”, read and write. ' +
  'It is kept sealed, sent to that address alone, and never shown again.';

function Known({ hooks, token }: { hooks: HooksView; token: StatusTokenView }): JSX.Element {
  return (
    <form method="post" action={removeStatusTokenPath(hooks)}>
      <CsrfField />
      <p>
        {token.forge} at {token.address} is told, by a token that {token.by} gave <Ago time={token.since} />.{' '}
        <button class="pf-v6-c-button pf-m-link pf-m-inline pf-m-danger" type="submit">
          Remove it
        </button>
      </p>
      <LastUse token={token} />
    </form>
  );
}

function LastUse({ token: { usedAt, refusal } }: { token: StatusTokenView }): JSX.Element {
  if (!usedAt) return <p class="kopr-hint">Nothing was told by it yet.</p>;
  if (refusal === null)
    return (
      <p class="kopr-hint">
        Last told <Ago time={usedAt} />.
      </p>
    );
  return (
    <p class="kopr-field-error">
      <Icon name="warning" /> Last refused <Ago time={usedAt} />: {refusal}
    </p>
  );
}
