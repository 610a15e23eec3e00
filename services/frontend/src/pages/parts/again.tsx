/** Buttons that have a build's work done once more: its import alone, or all of it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';
import { pinWords } from '../advice.js';
import { repeatBuildPath, retryImportPath } from '../links.js';
import type { BuildView } from '../page-data.js';
import { CsrfField } from './form.js';

/** Those that the viewer may use; nothing for strangers. */
export function AgainButtons({ build }: { build: BuildView }): JSX.Element | null {
  const project = { owner: build.owner, name: build.project };
  if (!build.mayRetryImport && !build.mayResubmit) return null;
  return (
    <div class="kopr-again">
      {build.mayRetryImport && (
        <form method="post" action={retryImportPath(project, build.id)}>
          <CsrfField />
          <button class="pf-v6-c-button pf-m-primary" type="submit">
            Retry the import
          </button>
        </form>
      )}
      {build.mayResubmit && (
        <form class="kopr-again" method="post" action={repeatBuildPath(project, build.id)}>
          <CsrfField />
          <Sources build={build} />
        </form>
      )}
    </div>
  );
}

/** A source that may have moved since is built as it was, or as it is now. */
function Sources({ build }: { build: BuildView }): JSX.Element {
  const pinned = pinWords(build);
  if (pinned === null) return <Choice value="newest">Build again</Choice>;
  return (
    <>
      <Choice value="same">Build again: same source ({pinned})</Choice>
      <Choice value="newest">Build again: newest source</Choice>
    </>
  );
}

function Choice({ value, children }: { value: 'same' | 'newest'; children: ComponentChildren }): JSX.Element {
  return (
    <button class="pf-v6-c-button pf-m-secondary" type="submit" name="source" value={value}>
      {children}
    </button>
  );
}
