/** Submitting builds: files that are there, or what is made into a source package first; one form for each kind of source. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { ownerPath, projectPath, PROJECTS, submitPath } from './links.js';
import type { ProjectView } from './page-data.js';
import type { SubmitForm } from './page-deps.js';
import { FileFields } from './parts/file-fields.js';
import { Actions, Choices, CsrfField, FormError, Submit } from './parts/form.js';
import { Shell } from './parts/shell.js';
import { SourceField } from './parts/source-field.js';
import { SourceTabs } from './parts/source-tabs.js';
import { type Choosable, sourceInputs, type SubmitKind } from './source-inputs.js';

/** Why a submission was refused: in words, and which of it is about which field. */
export interface Wrong {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface SubmitProps {
  readonly project: ProjectView;
  readonly kind: SubmitKind;
  readonly may: Choosable;
  readonly form: SubmitForm;
  readonly wrong?: Wrong | undefined;
}

/** Pages `/coprs/<owner>/<project>/add_build/` and `add_build_<type>/`. */
export function SubmitBuildPage(props: SubmitProps): JSX.Element {
  const { project, kind } = props;
  const { owner, name } = project;
  return (
    <Shell title={`New build in ${owner}/${name}`}>
      <div class="kopr-narrow">
        <Heading
          title="New build"
          about={`in ${owner}/${name}`}
          crumbs={[
            { text: 'Projects', href: PROJECTS },
            { text: owner, href: ownerPath(owner) },
            { text: name, href: projectPath(project) },
            { text: 'New build' },
          ]}
        />
        <SourceTabs project={project} kind={kind} />
        <form
          class="pf-v6-c-form pf-v6-c-card kopr-form"
          method="post"
          action={submitPath(project, kind)}
          {...(kind === 'file' ? { encType: 'multipart/form-data' } : {})}
        >
          <CsrfField />
          <Body {...props} />
        </form>
      </div>
    </Shell>
  );
}

function Body({ project, kind, may, form, wrong }: SubmitProps): JSX.Element {
  const inputs = kind === 'file' ? [] : sourceInputs(kind, may);
  const shown = ['chroots', ...(kind === 'file' ? ['urls', 'pkgs'] : inputs.map(({ name }) => name))];
  const errors = wrong?.fields ?? {};
  return (
    <>
      <FormError message={wrong && aboveForm(wrong, shown)} />
      {kind === 'file' && <FileFields urls={[form.typed['urls'] ?? ''].flat().join('\n')} errors={errors} />}
      {inputs.map((input) => (
        <SourceField key={input.name} input={input} value={form.typed[input.name] ?? ''} error={errors[input.name]} />
      ))}
      <Choices
        legend="Chroots"
        name="chroots"
        hint="None ticked: all of them."
        options={project.projectChroots.map((chroot) => ({ value: chroot.name, note: chroot.comment }))}
        chosen={form.chroots}
        error={errors['chroots']}
      />
      <label class="kopr-choice">
        <input type="checkbox" name="background" value="yes" checked={form.background} />
        <span>In the background: others go first</span>
      </label>
      <Actions>
        <Submit text="Build" />
      </Actions>
    </>
  );
}

/** What stands beside a field is not said twice. */
function aboveForm({ message, fields }: Wrong, shown: readonly string[]): string {
  const names = Object.keys(fields);
  const isBeside = names.length > 0 && names.every((name) => shown.includes(name));
  return isBeside ? 'Not submitted: something below needs another look.' : message;
}
