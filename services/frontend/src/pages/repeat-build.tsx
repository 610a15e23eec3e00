/** Submitting a build once more. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { pinWords } from './advice.js';
import { buildPath } from './links.js';
import type { BuildView } from './page-data.js';
import { AgainButtons } from './parts/again.js';
import { FormError } from './parts/form.js';
import { Shell } from './parts/shell.js';

/** Page `/coprs/<owner>/<project>/repeat_build/<id>/`. */
export function RepeatBuildPage({ build, error }: { build: BuildView; error?: string | undefined }): JSX.Element {
  const title = build.package === null ? `Repeat build ${build.id}` : `Build ${build.package} again`;
  const project = { owner: build.owner, name: build.project };
  return (
    <Shell title={title}>
      <div class="kopr-narrow">
        <Heading title={title} about={`as build ${build.id} was, in ${build.owner}/${build.project}`} />
        <div class="pf-v6-c-card kopr-form kopr-failure">
          <FormError message={error} />
          <p>
            A new build with the same options, for the same chroots.
            {pinWords(build) !== null && ' Its source may have moved since: which one is wanted?'}
          </p>
          <AgainButtons build={build} />
          <p>
            <a href={buildPath(project, build.id)}>Back to build {build.id}</a>
          </p>
        </div>
      </div>
    </Shell>
  );
}
