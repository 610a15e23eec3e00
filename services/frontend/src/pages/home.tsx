/** The front door: what Kopr is, how to start, what is going on. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { enableCommand } from './enable-command.js';
import { API, BUILDS, loginPath, NEW_PROJECT, PROJECTS } from './links.js';
import type { BuildLine, ProjectLine } from './page-data.js';
import { BuildTable } from './parts/build-table.js';
import { useFrame } from './parts/frame.js';
import { ProjectList } from './parts/project-list.js';
import { SearchForm } from './parts/search-form.js';
import { Shell } from './parts/shell.js';

export interface HomeProps {
  readonly builds: readonly BuildLine[];
  readonly projects: readonly ProjectLine[];
  /** A chroot that the first steps can name. */
  readonly chroot: string | undefined;
}

/** Page `/`. */
export function HomePage({ builds, projects, chroot }: HomeProps): JSX.Element {
  return (
    <Shell
      title="Kopr"
      description="Kopr builds RPM packages for anyone and serves the results as signed dnf repositories."
      scripts={['copy.js']}
    >
      <Hero />
      <div class="kopr-columns">
        <div class="kopr-columns__wide">
          <Card title="Latest builds" aside={<a href={BUILDS}>All builds</a>}>
            {builds.length === 0 ? (
              <Nothing>Nothing was built yet. The first build could be yours.</Nothing>
            ) : (
              <BuildTable builds={builds} caption="Latest builds" withProject brief />
            )}
          </Card>
        </div>
        <div class="kopr-columns__narrow">
          <Card title="New projects" aside={<a href={PROJECTS}>All projects</a>}>
            {projects.length === 0 ? (
              <Nothing>There are no projects yet.</Nothing>
            ) : (
              <ProjectList projects={projects} />
            )}
          </Card>
        </div>
      </div>
      <FirstSteps chroot={chroot} />
    </Shell>
  );
}

function Hero(): JSX.Element {
  const { viewer, asset } = useFrame();
  return (
    <div class="kopr-hero">
      <img class="kopr-hero__logo" src={asset('logo.svg')} alt="" width="128" height="128" />
      <div class="kopr-hero__text">
        <h1>RPM packages, built and published</h1>
        <p>
          Hand in a source package. Kopr builds it in clean containers, signs the result and serves it as a repository
          that <code>dnf</code> can install from.
        </p>
        <div class="kopr-hero__actions">
          {viewer ? (
            <a class="pf-v6-c-button pf-m-primary" href={NEW_PROJECT}>
              New project
            </a>
          ) : (
            <a class="pf-v6-c-button pf-m-primary" href={loginPath(NEW_PROJECT)}>
              Log in to start
            </a>
          )}
          <SearchForm />
        </div>
      </div>
    </div>
  );
}

function FirstSteps({ chroot = 'fedora-42-x86_64' }: { chroot: string | undefined }): JSX.Element {
  const { viewer, siteUrl } = useFrame();
  const enable = enableCommand(siteUrl, { owner: viewer?.name ?? 'you', name: 'tools' }, chroot);
  return (
    <Card title="First steps">
      <ol class="kopr-steps">
        <li>
          <h3>Let copr-cli know you</h3>
          <p>
            Make a token on the <a href={API}>API page</a> and put it into <code>~/.config/copr</code>.
          </p>
        </li>
        <li>
          <h3>Build</h3>
          <Code
            label="Commands that create a project and build a package"
            text={`copr-cli create tools --chroot ${chroot}\ncopr-cli build tools hello-1.0-1.src.rpm`}
          />
        </li>
        <li>
          <h3>Install</h3>
          <Code label="Commands that install the package" text={`${enable}\ndnf install hello`} />
        </li>
      </ol>
    </Card>
  );
}
