/** What the viewer may do with a build. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { cancelBuildPath, deleteBuildPath, repeatBuildPath } from '../links.js';
import type { BuildView } from '../page-data.js';
import { CsrfField } from './form.js';

/** Cancel while it is not over; build again or delete afterwards. */
export function BuildActions({ build }: { build: BuildView }): JSX.Element | null {
  const project = { owner: build.owner, name: build.project };
  if (build.mayCancel) {
    return (
      <form method="post" action={cancelBuildPath(project, build.id)}>
        <CsrfField />
        <button class="pf-v6-c-button pf-m-secondary pf-m-danger" type="submit">
          Cancel build
        </button>
      </form>
    );
  }
  // Of a failed source the card below says what to do next.
  const mayRepeat = build.mayResubmit && build.over && build.sourceState !== 'failed';
  if (!mayRepeat && !build.mayDelete) return null;
  return (
    <>
      {mayRepeat && (
        <a class="pf-v6-c-button pf-m-secondary" href={repeatBuildPath(project, build.id)}>
          Build again
        </a>
      )}
      {build.mayDelete && (
        <a class="pf-v6-c-button pf-m-link pf-m-danger" href={deleteBuildPath(project, build.id)}>
          Delete build
        </a>
      )}
    </>
  );
}
