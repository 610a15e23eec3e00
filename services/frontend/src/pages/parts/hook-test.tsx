/** A test: what would happen if a forge told of this. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { HooksView, HookTestForm } from '../hook-data.js';
import { hookTestPath } from '../links.js';
import { Actions, CsrfField, Field, FormError, Input, Submit, TextArea } from './form.js';

export interface HookTestProps {
  readonly hooks: HooksView;
  readonly form?: HookTestForm | undefined;
  readonly error?: string | undefined;
}

/** Nothing is built by it. */
export function HookTest({ hooks, form, error }: HookTestProps): JSX.Element {
  const typed = form ?? { repository: hooks.repository, branch: 'main', tag: '', paths: '', package: '' };
  return (
    <Card title="Test">
      <p>What would be built if a forge told of this? Nothing is.</p>
      <form class="pf-v6-c-form" method="post" action={hookTestPath(hooks)}>
        <CsrfField />
        <FormError message={error} />
        <Field id="repository" label="Repository" required hint="Any address of it.">
          <Input id="repository" value={typed.repository} required hinted />
        </Field>
        <Field id="branch" label="Branch that is pushed to">
          <Input id="branch" value={typed.branch} />
        </Field>
        <Field id="paths" label="Files that change" hint="One on each line; none: not told.">
          <TextArea id="paths" text={typed.paths} rows={3} />
        </Field>
        <Field id="tag" label="Tag" hint="Instead of a push to the branch.">
          <Input id="tag" value={typed.tag} hinted />
        </Field>
        <Field id="package" label="Package" hint="If the hook’s address names one.">
          <Input id="package" value={typed.package} hinted />
        </Field>
        <Actions>
          <Submit text="Test" />
        </Actions>
      </form>
    </Card>
  );
}
