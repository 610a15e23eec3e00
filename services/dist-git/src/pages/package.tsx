/** A package: how to clone it, its branches, what it consists of, what happened to it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import { textOf } from '../domain/byte-text.js';
import type { RepositoryName } from '../domain/names.js';
import type { Branch } from '../git/browse/refs.js';
import { archivePath, projectUrl } from './links.js';
import { Entries } from './parts/entries.js';
import { FileBody } from './parts/file-body.js';
import { History } from './parts/history.js';
import { Shell } from './parts/shell.js';
import { here, toPackage } from './parts/trail.js';
import { WorkOnIt } from './parts/work-on-it.js';
import { useSite } from './site.js';
import type { PackageView } from './views/package-view.js';

export interface PackageProps {
  readonly name: RepositoryName;
  readonly branches: readonly Branch[];
  /** Undefined: the repository is empty. */
  readonly view: PackageView | undefined;
}

/** So many of a package's branches are listed on its page. */
const FEW = 8;

/** Page `/browse/<owner>/<dirname>/<package>/`. */
export function PackagePage({ name, branches, view }: PackageProps): JSX.Element {
  const site = useSite();
  return (
    <Shell title={name.package} description={`Sources of ${name.package} in ${name.owner}/${name.dirname}.`} copies>
      <Heading
        title={name.package}
        about={`Sources of a package in ${name.owner}/${name.dirname}`}
        crumbs={here(toPackage(name))}
      >
        <a class="pf-v6-c-button pf-m-secondary" href={projectUrl(site, name.owner, name.dirname)}>
          Project
        </a>
      </Heading>
      <div class="kopr-columns">
        <div>
          <WorkOnIt name={name} />
          {view ? (
            <Content name={name} view={view} />
          ) : (
            <Card title="Files">
              <Nothing>Nothing was imported or pushed yet.</Nothing>
            </Card>
          )}
        </div>
        <div>
          {view && <Newest name={name} view={view} />}
          {branches.length > 0 && <Branches name={name} branches={branches} />}
          {view && view.archives.length > 0 && <Archives name={name} view={view} />}
        </div>
      </div>
    </Shell>
  );
}

function Content({ name, view }: { name: RepositoryName; view: PackageView }): JSX.Element {
  const ref = view.branch.name;
  const { tree, first } = view;
  const all = <a href={hrefOf({ page: 'tree', repository: name, ref, path: [] })}>All {tree.count} files</a>;
  return (
    <>
      <Card title={`Files on ${ref}`} aside={tree.pages > 1 && all} id="files">
        <Entries name={name} reference={ref} path={[]} entries={tree.entries} />
      </Card>
      {first.map(({ entry, view: file }) => {
        const title = textOf(entry.name);
        const href = hrefOf({ page: 'file', repository: name, ref, path: [entry.name] });
        return (
          <Card key={title} title={title} aside={<a href={href}>Open</a>}>
            <FileBody name={name} file={title} view={file} href={href} />
          </Card>
        );
      })}
    </>
  );
}

function Newest({ name, view }: { name: RepositoryName; view: PackageView }): JSX.Element {
  const log = hrefOf({ page: 'log', repository: name, ref: view.branch.name });
  return (
    <Card
      title="Newest commits"
      aside={
        <a href={log} rel="nofollow">
          Log
        </a>
      }
    >
      <History name={name} commits={view.commits} />
    </Card>
  );
}

function Branches({ name, branches }: { name: RepositoryName; branches: readonly Branch[] }): JSX.Element {
  const all = <a href={hrefOf({ page: 'branches', repository: name })}>All branches</a>;
  return (
    <Card title="Branches" aside={all}>
      <ul class="kopr-names">
        {branches.slice(0, FEW).map((branch) => (
          <li key={branch.name}>
            <a href={hrefOf({ page: 'tree', repository: name, ref: branch.name, path: [] })} rel="nofollow">
              {branch.name}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Archives({ name, view }: { name: RepositoryName; view: PackageView }): JSX.Element {
  return (
    <Card title="Archives">
      <ul class="kopr-names">
        {view.archives.map((archive) => (
          <li key={archive.name}>
            <a href={archivePath(name, archive)} rel="nofollow">
              {archive.name}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
