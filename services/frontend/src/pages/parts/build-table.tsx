/** Builds in a table that becomes a list of cards on a phone. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { buildPath, ownerPath, projectPath } from '../links.js';
import type { BuildLine } from '../page-data.js';
import { counted } from '../words.js';
import { Ago, Lasting } from './moment.js';
import { StateLabel } from './state-label.js';

export interface BuildTableProps {
  readonly builds: readonly BuildLine[];
  /** Read out as the table's name. */
  readonly caption: string;
  /** Whether the table is about several projects. */
  readonly withProject?: boolean;
}

/** The newest on top, as they come. */
export function BuildTable({ builds, caption, withProject = false }: BuildTableProps): JSX.Element {
  return (
    <table class="pf-v6-c-table pf-m-compact pf-m-grid-md kopr-builds">
      <caption class="pf-v6-screen-reader">{caption}</caption>
      <thead class="pf-v6-c-table__thead">
        <tr class="pf-v6-c-table__tr">
          <Head text="Build" />
          <Head text="Package" />
          {withProject && <Head text="Project" />}
          <Head text="State" />
          <Head text="Chroots" />
          <Head text="Submitted" />
          <Head text="Took" />
        </tr>
      </thead>
      <tbody class="pf-v6-c-table__tbody">
        {builds.map((build) => (
          <Row key={build.id} build={build} withProject={withProject} />
        ))}
      </tbody>
    </table>
  );
}

function Head({ text }: { text: string }): JSX.Element {
  return (
    <th class="pf-v6-c-table__th" scope="col">
      {text}
    </th>
  );
}

function Row({ build, withProject }: { build: BuildLine; withProject: boolean }): JSX.Element {
  const project = { owner: build.owner, name: build.project };
  return (
    <tr class="pf-v6-c-table__tr">
      <Cell label="Build">
        <a href={buildPath(project, build.id)}>{build.id}</a>
      </Cell>
      <Cell label="Package">
        <Package build={build} />
      </Cell>
      {withProject && (
        <Cell label="Project">
          <a href={projectPath(project)}>
            {build.owner}/{build.project}
          </a>
        </Cell>
      )}
      <Cell label="State">
        <StateLabel state={build.state} />
      </Cell>
      <Cell label="Chroots">
        <Chroots build={build} />
      </Cell>
      <Cell label="Submitted">
        <span>
          <Ago time={build.submittedAt} />
          {build.submitter !== null && (
            <>
              {' '}
              by <Submitter name={build.submitter} />
            </>
          )}
        </span>
      </Cell>
      <Cell label="Took">
        <Lasting from={build.submittedAt} to={build.endedAt} />
      </Cell>
    </tr>
  );
}

function Cell({ label, children }: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <td class="pf-v6-c-table__td" data-label={label}>
      {children}
    </td>
  );
}

function Package({ build }: { build: BuildLine }): JSX.Element {
  if (build.package === null) return <span class="kopr-faint">not known yet</span>;
  return (
    <span>
      <b>{build.package}</b> {build.version}
    </span>
  );
}

/** How many of each kind; their names are on the build's page. */
function Chroots({ build: { chroots } }: { build: BuildLine }): JSX.Element {
  if (chroots.length === 0) return <span class="kopr-faint">none yet</span>;
  const good = chroots.filter(({ state }) => state === 'succeeded').length;
  const names = chroots.map(({ name, state }) => `${name}: ${state}`).join('\n');
  return (
    <span title={names}>
      {good > 0 && good < chroots.length ? `${good} of ${chroots.length}` : counted(chroots.length, 'chroot')}
    </span>
  );
}

/** Webhooks submit under made-up names, which have no page. */
function Submitter({ name }: { name: string }): JSX.Element {
  return /^[\w.-]+$/.test(name) ? <a href={ownerPath(name)}>{name}</a> : <span>{name}</span>;
}
