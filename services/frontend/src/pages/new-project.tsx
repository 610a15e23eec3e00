/** Making a project. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { HOME, NEW_PROJECT, PROJECTS } from './links.js';
import { Actions, Choices, CsrfField, Field, FormError, Input, Submit, TextArea } from './parts/form.js';
import { useFrame } from './parts/frame.js';
import { Select } from './parts/select.js';
import { Shell } from './parts/shell.js';

/** What was typed; given back when something was wrong with it. */
export interface ProjectForm {
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly instructions: string;
  readonly homepage: string;
  readonly contact: string;
  readonly chroots: readonly string[];
  readonly enableNet: boolean;
}

export interface NewProjectProps {
  readonly form: ProjectForm;
  readonly chroots: readonly { readonly name: string; readonly comment: string }[];
  readonly error?: string | undefined;
}

/** Page `/coprs/new/`. */
export function NewProjectPage({ form, chroots, error }: NewProjectProps): JSX.Element {
  return (
    <Shell title="New project">
      <div class="kopr-narrow">
        <Heading
          title="New project"
          about="A project is a set of packages with a signed repository for each chroot."
          crumbs={[{ text: 'Home', href: HOME }, { text: 'Projects', href: PROJECTS }, { text: 'New project' }]}
        />
        <form class="pf-v6-c-form pf-v6-c-card kopr-form" method="post" action={NEW_PROJECT}>
          <CsrfField />
          <FormError message={error} />
          <Naming form={form} />
          <Choices
            legend="Chroots"
            name="chroots"
            hint="What to build for. At least one."
            options={chroots.map(({ name, comment }) => ({ value: name, note: comment }))}
            chosen={form.chroots}
          />
          <Texts form={form} />
          <label class="kopr-choice">
            <input type="checkbox" name="enableNet" value="yes" checked={form.enableNet} />
            <span>Builds may use the network</span>
          </label>
          <Actions>
            <Submit text="Make the project" />
          </Actions>
        </form>
      </div>
    </Shell>
  );
}

function Naming({ form }: { form: ProjectForm }): JSX.Element {
  const owners = useFrame().viewer?.owners ?? [];
  return (
    <>
      {owners.length > 1 && (
        <Field id="owner" label="Owner" required>
          <span class="pf-v6-c-form-control">
            <Select id="owner" value={form.owner} options={owners.map((owner) => ({ value: owner, text: owner }))} />
          </span>
        </Field>
      )}
      <Field
        id="name"
        label="Name"
        required
        hint="Letters, digits, dots, dashes and underscores. It becomes part of addresses."
      >
        <Input
          id="name"
          type="text"
          value={form.name}
          required
          maxLength={100}
          pattern="[\w.\-]+"
          hinted
          autocomplete="off"
        />
      </Field>
    </>
  );
}

function Texts({ form }: { form: ProjectForm }): JSX.Element {
  return (
    <>
      <Field id="description" label="Description" hint="What is in it, for people who search.">
        <TextArea id="description" text={form.description} rows={3} />
      </Field>
      <Field id="instructions" label="Instructions" hint="What to do after enabling it, if anything.">
        <TextArea id="instructions" text={form.instructions} rows={2} />
      </Field>
      <Field id="homepage" label="Homepage">
        <Input id="homepage" type="url" value={form.homepage} placeholder="https://" />
      </Field>
      <Field id="contact" label="Contact" hint="A mail or web address.">
        <Input id="contact" type="text" value={form.contact} hinted />
      </Field>
    </>
  );
}
