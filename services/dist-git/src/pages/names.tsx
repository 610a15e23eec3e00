/** Lists of names: an owner's dirnames, a dirname's packages. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, counted, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import { projectUrl } from './links.js';
import { Shell } from './parts/shell.js';
import { here, toDirname, toOwner } from './parts/trail.js';
import { useSite } from './site.js';

/** Page `/browse/<owner>/`. */
export function OwnerPage({ owner, dirnames }: { owner: string; dirnames: readonly string[] }): JSX.Element {
  const names = dirnames.map((dirname) => ({ text: dirname, href: hrefOf({ page: 'packages', owner, dirname }) }));
  return (
    <Shell title={owner} description={`Sources of ${owner}’s projects.`}>
      <Heading title={owner} about="Projects and side directories with sources" crumbs={here(toOwner(owner))} />
      <Card title="Directories">
        <Names names={names} nothing="No sources were imported yet." />
      </Card>
    </Shell>
  );
}

export interface PackagesProps {
  readonly owner: string;
  readonly dirname: string;
  readonly packages: readonly string[];
}

/** Page `/browse/<owner>/<dirname>/`. */
export function PackagesPage({ owner, dirname, packages }: PackagesProps): JSX.Element {
  const site = useSite();
  const names = packages.map((name) => {
    const repository = { owner, dirname, package: name };
    return { text: name, href: hrefOf({ page: 'package', repository }) };
  });
  return (
    <Shell title={`${owner}/${dirname}`} description={`Sources of the packages in ${owner}/${dirname}.`}>
      <Heading title={dirname} about={counted(packages.length, 'package')} crumbs={here(toDirname(owner, dirname))}>
        <a class="pf-v6-c-button pf-m-secondary" href={projectUrl(site, owner, dirname)}>
          Project
        </a>
      </Heading>
      <Card title="Packages">
        <Names names={names} nothing="No sources were imported yet." />
      </Card>
    </Shell>
  );
}

interface NamesProps {
  readonly names: readonly { readonly text: string; readonly href: string }[];
  readonly nothing: string;
}

function Names({ names, nothing }: NamesProps): JSX.Element {
  if (names.length === 0) return <Nothing>{nothing}</Nothing>;
  return (
    <ul class="kopr-names">
      {names.map(({ text, href }) => (
        <li key={text}>
          <a href={href}>{text}</a>
        </li>
      ))}
    </ul>
  );
}
