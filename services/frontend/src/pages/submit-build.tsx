/** Submitting builds: a finished source package, uploaded or by address. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { ownerPath, projectPath, PROJECTS, submitPath } from './links.js';
import type { ProjectView } from './page-data.js';
import { Actions, Choices, CsrfField, Field, FormError, Submit, TextArea } from './parts/form.js';
import { Shell } from './parts/shell.js';

export interface SubmitProps {
  readonly project: ProjectView;
  /** What was typed before. */
  readonly urls: string;
  readonly chosen: readonly string[];
  readonly background: boolean;
  readonly error?: string | undefined;
}

/** Page `/coprs/<owner>/<project>/add_build/`. */
export function SubmitBuildPage({ project, urls, chosen, background, error }: SubmitProps): JSX.Element {
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
        <form
          class="pf-v6-c-form pf-v6-c-card kopr-form"
          method="post"
          action={submitPath(project)}
          encType="multipart/form-data"
        >
          <CsrfField />
          <FormError message={error} />
          <Choices
            legend="Chroots"
            name="chroots"
            hint="None ticked: all of them."
            options={project.projectChroots.map((chroot) => ({ value: chroot.name, note: chroot.comment }))}
            chosen={chosen}
          />
          <label class="kopr-choice">
            <input type="checkbox" name="background" value="yes" checked={background} />
            <span>In the background: others go first</span>
          </label>
          <Field
            id="urls"
            label="Addresses of source packages"
            hint="One http(s) address of a .src.rpm in each line; each becomes a build."
          >
            <TextArea
              id="urls"
              text={urls}
              rows={3}
              spellcheck={false}
              placeholder="https://example.org/hello-1.0-1.src.rpm"
            />
          </Field>
          <Field id="pkgs" label="Or a file from here" hint="A .src.rpm, as rpmbuild -bs makes it.">
            <input class="kopr-file" id="pkgs" name="pkgs" type="file" accept=".rpm" aria-describedby="pkgs-hint" />
          </Field>
          <Actions>
            <Submit text="Build" />
          </Actions>
        </form>
      </div>
    </Shell>
  );
}
