/** A project's packages. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { buildPath, ownerPath, packagePath, packagesPath, projectPath, PROJECTS, type ProjectName } from './links.js';
import type { PackageLine } from './package-data.js';
import type { Listing } from './page-data.js';
import { Pager } from './parts/pager.js';
import { Shell } from './parts/shell.js';

/** Page `/coprs/<owner>/<project>/packages/`. */
export function PackagesPage({ project, list }: { project: ProjectName; list: Listing<PackageLine> }): JSX.Element {
  const { owner, name } = project;
  return (
    <Shell title={`Packages of ${owner}/${name}`}>
      <Heading
        title={`Packages of ${name}`}
        crumbs={[
          { text: 'Projects', href: PROJECTS },
          { text: owner, href: ownerPath(owner) },
          { text: name, href: projectPath(project) },
          { text: 'Packages' },
        ]}
      />
      <Card title="By name" id="packages">
        {list.items.length === 0 ? (
          <Nothing>No package is known here yet: each comes with its first build.</Nothing>
        ) : (
          <ul class="kopr-tokens">
            {list.items.map((each) => (
              <Line key={each.name} project={project} line={each} />
            ))}
          </ul>
        )}
      </Card>
      <Pager page={list.page} more={list.more} href={packagesPath(project)} />
    </Shell>
  );
}

function Line({ project, line }: { project: ProjectName; line: PackageLine }): JSX.Element {
  const { name, source, webhookRebuild, newest, newestGood } = line;
  return (
    <li>
      <b>
        <a href={packagePath(project, name)}>{name}</a>
      </b>
      <span class="kopr-faint">
        {source === '' ? 'no source of its own' : source}
        {webhookRebuild && ', rebuilt when that changes'}
      </span>
      <span class="kopr-links">
        {newest !== null && <a href={buildPath(project, newest)}>Newest build {newest}</a>}
        {newestGood !== null && newestGood !== newest && (
          <a href={buildPath(project, newestGood)}>Last good build {newestGood}</a>
        )}
      </span>
    </li>
  );
}
