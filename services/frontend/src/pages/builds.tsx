/** Lists of builds: all, or one project's. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { BUILDS, HOME, ownerPath, projectBuildsPath, projectPath, type ProjectName, PROJECTS } from './links.js';
import type { BuildLine, Listing } from './page-data.js';
import { BuildTable } from './parts/build-table.js';
import { Pager } from './parts/pager.js';
import { Shell } from './parts/shell.js';

/** Page `/builds/`. */
export function BuildsPage({ list }: { list: Listing<BuildLine> }): JSX.Element {
  return (
    <Shell title="Builds">
      <Heading title="Builds" crumbs={[{ text: 'Home', href: HOME }, { text: 'Builds' }]} />
      <Card title="Newest first" id="builds">
        {list.items.length === 0 ? (
          <Nothing>Nothing was built yet.</Nothing>
        ) : (
          <BuildTable builds={list.items} caption="Builds of all projects" withProject />
        )}
      </Card>
      <Pager page={list.page} more={list.more} href={BUILDS} />
    </Shell>
  );
}

/** Page `/coprs/<owner>/<project>/builds/`. */
export function ProjectBuildsPage({ project, list }: { project: ProjectName; list: Listing<BuildLine> }): JSX.Element {
  const { owner, name } = project;
  return (
    <Shell title={`Builds of ${owner}/${name}`}>
      <Heading
        title={`Builds of ${name}`}
        crumbs={[
          { text: 'Projects', href: PROJECTS },
          { text: owner, href: ownerPath(owner) },
          { text: name, href: projectPath(project) },
          { text: 'Builds' },
        ]}
      />
      <Card title="Newest first" id="builds">
        {list.items.length === 0 ? (
          <Nothing>Nothing was built here yet.</Nothing>
        ) : (
          <BuildTable builds={list.items} caption={`Builds of ${owner}/${name}`} />
        )}
      </Card>
      <Pager page={list.page} more={list.more} href={projectBuildsPath(project)} />
    </Shell>
  );
}
