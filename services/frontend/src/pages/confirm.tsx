/** Asks before something is gone for good. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { buildPath, deleteBuildPath, deleteProjectPath, type ProjectName, projectPath } from './links.js';
import { Actions, CsrfField, FormError, Submit } from './parts/form.js';
import { Shell } from './parts/shell.js';

interface ConfirmProps {
  readonly title: string;
  readonly consequence: string;
  readonly button: string;
  readonly action: string;
  readonly back: string;
  readonly error?: string | undefined;
}

function ConfirmPage({ title, consequence, button, action, back, error }: ConfirmProps): JSX.Element {
  return (
    <Shell title={title}>
      <div class="kopr-narrow">
        <Heading title={title} />
        <form class="pf-v6-c-form pf-v6-c-card kopr-form" method="post" action={action}>
          <CsrfField />
          <FormError message={error} />
          <p>{consequence}</p>
          <Actions>
            <Submit text={button} danger />
            <a class="pf-v6-c-button pf-m-link" href={back}>
              Keep it
            </a>
          </Actions>
        </form>
      </div>
    </Shell>
  );
}

/** Page `/coprs/<owner>/<project>/delete/`. */
export function DeleteProjectPage({
  project,
  error,
}: {
  project: ProjectName;
  error?: string | undefined;
}): JSX.Element {
  return (
    <ConfirmPage
      title={`Delete ${project.owner}/${project.name}?`}
      consequence="All of its builds, packages and repositories go with it, and those who installed from it get no more updates. This cannot be undone."
      button="Delete the project"
      action={deleteProjectPath(project)}
      back={projectPath(project)}
      error={error}
    />
  );
}

/** Page `/coprs/<owner>/<project>/delete_build/<id>/`. */
export function DeleteBuildPage({
  project,
  build,
  error,
}: {
  project: ProjectName;
  build: number;
  error?: string | undefined;
}): JSX.Element {
  return (
    <ConfirmPage
      title={`Delete build ${build}?`}
      consequence="Its packages leave the project’s repositories, and its logs are gone. This cannot be undone."
      button="Delete the build"
      action={deleteBuildPath(project, build)}
      back={buildPath(project, build)}
      error={error}
    />
  );
}
