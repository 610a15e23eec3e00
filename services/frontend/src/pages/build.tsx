/** A build: where it stands, what went wrong, its log as it grows, its results. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { ownerPath, projectPath, PROJECTS } from './links.js';
import type { BuildView } from './page-data.js';
import { BuildActions } from './parts/build-actions.js';
import { LiveLog } from './parts/live-log.js';
import { Ago, Lasting } from './parts/moment.js';
import { Shell } from './parts/shell.js';
import { StateLabel } from './parts/state-label.js';
import { SourceFacts } from './parts/source-facts.js';
import { Way } from './parts/way.js';

/** How often the page is loaded again where no script keeps it fresh. */
const REFRESH_S = 10;

/** Page `/coprs/<owner>/<project>/build/<id>/`. `follow`: the chroot whose log is shown. */
export function BuildPage({ build, follow }: { build: BuildView; follow?: string | undefined }): JSX.Element {
  const project = { owner: build.owner, name: build.project };
  const title = build.package === null ? `Build ${build.id}` : [build.package, build.version].filter(Boolean).join(' ');
  return (
    <Shell title={`${title} (build ${build.id})`} scripts={['build.js']} refreshS={build.over ? undefined : REFRESH_S}>
      <div data-fresh="heading">
        <Heading
          title={
            <>
              {title} <StateLabel state={build.state} />
            </>
          }
          about={<About build={build} />}
          crumbs={[
            { text: 'Projects', href: PROJECTS },
            { text: build.owner, href: ownerPath(build.owner) },
            { text: build.project, href: projectPath(project) },
            { text: `Build ${build.id}` },
          ]}
        >
          <BuildActions build={build} />
        </Heading>
      </div>
      <div data-fresh="way" {...(build.over ? { 'data-over': '' } : {})}>
        <Way build={build} />
      </div>
      <LiveLog build={build} follow={follow} />
      <div data-fresh="source">
        <SourceFacts build={build} />
      </div>
    </Shell>
  );
}

function About({ build }: { build: BuildView }): JSX.Element {
  return (
    <>
      Build {build.id}, submitted <Ago time={build.submittedAt} />
      {build.submitter !== null && ` by ${build.submitter}`}
      {build.over ? ', took ' : ', running for '}
      <Lasting from={build.submittedAt} to={build.endedAt} />
    </>
  );
}
