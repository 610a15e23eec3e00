/** Lists of projects: all, found, or one owner's. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { HOME, loginPath, NEW_PROJECT, ownerPath, PROJECTS } from './links.js';
import type { Listing, ProjectLine } from './page-data.js';
import { useFrame } from './parts/frame.js';
import { Pager } from './parts/pager.js';
import { ProjectList } from './parts/project-list.js';
import { SearchForm } from './parts/search-form.js';
import { Shell } from './parts/shell.js';

/** Page `/coprs/`, with `?q=` for a search. */
export function ProjectsPage({ list, search }: { list: Listing<ProjectLine>; search: string }): JSX.Element {
  const { viewer } = useFrame();
  const title = search === '' ? 'Projects' : `Projects with “${search}”`;
  const href = search === '' ? PROJECTS : `${PROJECTS}?q=${encodeURIComponent(search)}`;
  return (
    <Shell title={title}>
      <Heading title={title} crumbs={[{ text: 'Home', href: HOME }, { text: 'Projects' }]}>
        <SearchForm value={search} />
        <a class="pf-v6-c-button pf-m-primary" href={viewer ? NEW_PROJECT : loginPath(NEW_PROJECT)}>
          New project
        </a>
      </Heading>
      <Card title={search === '' ? 'Newest first' : 'Found'} id="projects">
        {list.items.length === 0 ? (
          <Nothing>
            {search === '' ? 'There are no projects yet.' : 'No project has that in its name or description.'}
          </Nothing>
        ) : (
          <ProjectList projects={list.items} />
        )}
      </Card>
      <Pager page={list.page} more={list.more} href={href} />
    </Shell>
  );
}

/** Page `/coprs/<owner>/`. */
export function OwnerPage({ owner, list }: { owner: string; list: Listing<ProjectLine> }): JSX.Element {
  const { viewer } = useFrame();
  const isOwn = viewer?.owners.includes(owner) ?? false;
  const isGroup = owner.startsWith('@');
  return (
    <Shell title={owner}>
      <Heading
        title={owner}
        about={isGroup ? 'A group of packagers' : 'A packager'}
        crumbs={[{ text: 'Home', href: HOME }, { text: 'Projects', href: PROJECTS }, { text: owner }]}
      >
        {isOwn && (
          <a class="pf-v6-c-button pf-m-primary" href={`${NEW_PROJECT}?owner=${encodeURIComponent(owner)}`}>
            New project
          </a>
        )}
      </Heading>
      <Card title="Projects">
        {list.items.length === 0 ? (
          <Nothing>{isOwn ? 'No projects yet: make the first one.' : `${owner} has no projects.`}</Nothing>
        ) : (
          <ProjectList projects={list.items} />
        )}
      </Card>
      <Pager page={list.page} more={list.more} href={ownerPath(owner)} />
    </Shell>
  );
}
