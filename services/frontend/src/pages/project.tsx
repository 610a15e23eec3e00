/** A project: what it is, how to install from it, what was built in it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { enableCommand } from './enable-command.js';
import {
  deleteProjectPath,
  ownerPath,
  packagesPath,
  projectBuildsPath,
  PROJECTS,
  repoFilePath,
  submitPath,
  webhooksPath,
} from './links.js';
import type { BuildGlance, ProjectView } from './page-data.js';
import { BuildTable } from './parts/build-table.js';
import { useFrame } from './parts/frame.js';
import { Ago } from './parts/moment.js';
import { ProjectAbout } from './parts/project-about.js';
import { Shell } from './parts/shell.js';

export interface ProjectProps {
  readonly project: ProjectView;
  readonly builds: readonly BuildGlance[];
  /** Whether there are more builds than these. */
  readonly more: boolean;
}

/** Page `/coprs/<owner>/<project>/`. */
export function ProjectPage({ project, builds, more }: ProjectProps): JSX.Element {
  const { owner, name } = project;
  const all = (
    <span class="kopr-links">
      <a href={packagesPath(project)}>Packages</a>
      {more && <a href={projectBuildsPath(project)}>All builds</a>}
    </span>
  );
  return (
    <Shell title={`${owner}/${name}`} description={project.description} scripts={['copy.js']}>
      <Heading
        title={name}
        about={
          <>
            Project of <a href={ownerPath(owner)}>{owner}</a>, made <Ago time={project.createdAt} />
          </>
        }
        crumbs={[{ text: 'Projects', href: PROJECTS }, { text: owner, href: ownerPath(owner) }, { text: name }]}
      >
        {project.mayBuild && <OwnersActions project={project} />}
      </Heading>
      <div class="kopr-columns">
        <div class="kopr-columns__wide">
          <Install project={project} />
          <ProjectAbout project={project} />
          <Card title="Builds" aside={all}>
            {builds.length === 0 ? (
              <Nothing>
                Nothing was built here yet.
                {project.mayBuild && (
                  <>
                    {' '}
                    <a href={submitPath(project)}>Submit the first build</a>.
                  </>
                )}
              </Nothing>
            ) : (
              <BuildTable builds={builds} caption={`Latest builds of ${owner}/${name}`} brief />
            )}
          </Card>
        </div>
        <div class="kopr-columns__narrow">
          <Repositories project={project} />
        </div>
      </div>
    </Shell>
  );
}

function OwnersActions({ project }: { project: ProjectView }): JSX.Element {
  return (
    <>
      <a class="pf-v6-c-button pf-m-primary" href={submitPath(project)}>
        New build
      </a>
      {project.mayEdit && (
        <a class="pf-v6-c-button pf-m-secondary" href={webhooksPath(project)}>
          Webhooks
        </a>
      )}
      {!project.persistent && (
        <a class="pf-v6-c-button pf-m-link pf-m-danger" href={deleteProjectPath(project)}>
          Delete project
        </a>
      )}
    </>
  );
}

function Install({ project }: { project: ProjectView }): JSX.Element {
  const command = enableCommand(useFrame().siteUrl, project, project.chroots[0]);
  return (
    <Card title="Install from it">
      <Code label="Command that enables this project" text={command} />
      <p class="kopr-hint">Packages are signed; dnf fetches the project’s key and asks before it trusts it.</p>
    </Card>
  );
}

function Repositories({ project }: { project: ProjectView }): JSX.Element {
  return (
    <Card title="Repositories">
      {project.projectChroots.length === 0 ? (
        <Nothing>No chroot of this project is active.</Nothing>
      ) : (
        <ul class="kopr-repositories">
          {project.projectChroots.map((chroot) => (
            <li key={chroot.name}>
              <b>{chroot.name}</b>
              <span>
                <a href={repoFilePath(project, chroot.release)}>.repo file</a>
                {' · '}
                <a href={chroot.repositoryUrl}>packages</a>
              </span>
              {chroot.comment !== '' && <p class="kopr-hint">{chroot.comment}</p>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
