/** Logging in. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { LOGIN } from './links.js';
import { Actions, CsrfField, Field, FormError, Input, Submit } from './parts/form.js';
import { Shell } from './parts/shell.js';

export interface LoginProps {
  /** Where to go afterwards. */
  readonly next: string;
  readonly name?: string;
  readonly error?: string | undefined;
}

/** Page `/login/`. */
export function LoginPage({ next, name = '', error }: LoginProps): JSX.Element {
  return (
    <Shell title="Log in">
      <div class="kopr-narrow">
        <Heading title="Log in" about="Accounts are made by whoever runs this Kopr." />
        <form class="pf-v6-c-form pf-v6-c-card kopr-form" method="post" action={LOGIN}>
          <CsrfField />
          <input type="hidden" name="next" value={next} />
          <FormError message={error} />
          <Field id="name" label="User name" required>
            <Input id="name" type="text" value={name} required autocomplete="username" autocapitalize="none" />
          </Field>
          <Field id="password" label="Password" required>
            <Input id="password" type="password" required autocomplete="current-password" />
          </Field>
          <Actions>
            <Submit text="Log in" />
          </Actions>
        </form>
      </div>
    </Shell>
  );
}
