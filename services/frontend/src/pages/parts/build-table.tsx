/** Builds in a table, which a phone shows as two lines each. Roles are named, since other layouts take them from tables. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { buildPath, ownerPath, projectPath } from '../links.js';
import type { BuildGlance, BuildLine } from '../page-data.js';
import { Ago, Lasting } from './moment.js';
import { StateLabel } from './state-label.js';

export interface BuildTableProps {
  readonly builds: readonly (BuildGlance | BuildLine)[];
  /** Read out as the table's name. */
  readonly caption: string;
  /** Whether the table is about several projects. */
  readonly withProject?: boolean;
  /** For a narrow place: only what a glance needs. */
  readonly brief?: boolean;
}

/** The newest on top, as they come. */
export function BuildTable({ builds, caption, withProject = false, brief = false }: BuildTableProps): JSX.Element {
  const heads = ['Build', 'Package', 'State', ...(brief ? [] : ['Chroots']), 'Submitted', ...(brief ? [] : ['Took'])];
  return (
    <table class="pf-v6-c-table pf-m-compact kopr-builds" role="table">
      <caption class="pf-v6-screen-reader">{caption}</caption>
      <thead class="pf-v6-c-table__thead" role="rowgroup">
        <tr class="pf-v6-c-table__tr" role="row">
          {heads.map((text) => (
            <th class="pf-v6-c-table__th" role="columnheader" scope="col" key={text}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="pf-v6-c-table__tbody" role="rowgroup">
        {builds.map((build) => (
          <Row key={build.id} build={build} withProject={withProject} brief={brief} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly build: BuildGlance | BuildLine;
  readonly withProject: boolean;
  readonly brief: boolean;
}

function Row({ build, withProject, brief }: RowProps): JSX.Element {
  return (
    <tr class="pf-v6-c-table__tr" role="row">
      <Cell kind="build">
        <a href={buildPath({ owner: build.owner, name: build.project }, build.id)}>{build.id}</a>
      </Cell>
      <Cell kind="package">
        <Package build={build} withProject={withProject} />
      </Cell>
      <Cell kind="state">
        <StateLabel state={build.state} />
      </Cell>
      {!brief && (
        <Cell kind="chroots">
          <Chroots chroots={'chroots' in build ? build.chroots : []} />
        </Cell>
      )}
      <Cell kind="submitted">
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
      {!brief && (
        <Cell kind="took">
          <Lasting from={build.submittedAt} to={build.endedAt} />
        </Cell>
      )}
    </tr>
  );
}

/** `kind` tells the style sheet where the cell goes on a phone. */
function Cell({ kind, children }: { kind: string; children: JSX.Element }): JSX.Element {
  return (
    <td class={`pf-v6-c-table__td kopr-builds__${kind}`} role="cell">
      {children}
    </td>
  );
}

function Package({ build, withProject }: Omit<RowProps, 'brief'>): JSX.Element {
  const project = { owner: build.owner, name: build.project };
  return (
    <span>
      {build.package === null ? (
        <span class="kopr-faint">not known yet</span>
      ) : (
        <>
          <b>{build.package}</b> {build.version}
        </>
      )}
      {withProject && (
        <a class="kopr-builds__project" href={projectPath(project)}>
          {build.owner}/{build.project}
        </a>
      )}
    </span>
  );
}

/** How many of them came to something, when that is not all; their names are on the build's page. */
function Chroots({ chroots }: Pick<BuildLine, 'chroots'>): JSX.Element {
  if (chroots.length === 0) return <span class="kopr-faint">none yet</span>;
  const good = chroots.filter(({ state }) => state === 'succeeded').length;
  const names = chroots.map(({ name, state }) => `${name}: ${state}`).join('\n');
  return (
    <span title={names}>{good > 0 && good < chroots.length ? `${good} of ${chroots.length}` : chroots.length}</span>
  );
}

/** Webhooks submit under made-up names, which have no page. */
function Submitter({ name }: { name: string }): JSX.Element {
  return /^[\w.-]+$/.test(name) ? <a href={ownerPath(name)}>{name}</a> : <span>{name}</span>;
}
