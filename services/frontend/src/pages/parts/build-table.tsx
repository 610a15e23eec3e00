/** Builds in a table, which a phone shows as two lines each. Roles are named, since other layouts take them from tables. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { markup, type Markup, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { userOf } from '../../domain/submitter.js';
import { buildPath, ownerPath, projectPath } from '../links.js';
import type { BuildGlance, BuildLine } from '../page-data.js';
import { useFrame } from './frame.js';
import { agoAt, lastingAt } from './moment.js';
import { stateLabel } from './state-label.js';

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
  const { now } = useFrame();
  const heads = ['Build', 'Package', 'State', ...(brief ? [] : ['Chroots']), 'Submitted', ...(brief ? [] : ['Took'])];
  const table = markup`<table class="pf-v6-c-table pf-m-compact kopr-builds" role="table">
<caption class="pf-v6-screen-reader">${caption}</caption>
<thead class="pf-v6-c-table__thead" role="rowgroup"><tr class="pf-v6-c-table__tr" role="row">${heads.map(head)}</tr></thead>
<tbody class="pf-v6-c-table__tbody" role="rowgroup">${builds.map((build) => row(build, { withProject, brief, now }))}</tbody>
</table>`;
  return placed(table);
}

function head(text: string): Markup {
  return markup`<th class="pf-v6-c-table__th" role="columnheader" scope="col">${text}</th>`;
}

interface Look {
  readonly withProject: boolean;
  readonly brief: boolean;
  readonly now: Date;
}

function row(build: BuildGlance | BuildLine, { withProject, brief, now }: Look): Markup {
  const project = { owner: build.owner, name: build.project };
  const chroots = 'chroots' in build ? build.chroots : [];
  const cells = [
    cell('build', markup`<a href="${buildPath(project, build.id)}">${build.id}</a>`),
    cell('package', markup`<span>${[packageOf(build), ...(withProject ? [projectOf(build)] : [])]}</span>`),
    cell('state', stateLabel(build.state)),
    ...(brief ? [] : [cell('chroots', chrootsOf(chroots))]),
    cell('submitted', submission(build, now)),
    ...(brief ? [] : [cell('took', lastingAt(now, build.submittedAt, build.endedAt))]),
  ];
  return markup`<tr class="pf-v6-c-table__tr" role="row">${cells}</tr>`;
}

/** `kind` tells the style sheet where the cell goes on a phone. */
function cell(kind: string, content: Markup): Markup {
  return markup`<td class="pf-v6-c-table__td kopr-builds__${kind}" role="cell">${content}</td>`;
}

function packageOf({ package: name, version }: BuildGlance): Markup {
  if (name === null) return markup`<span class="kopr-faint">not known yet</span>`;
  return markup`<b>${name}</b> ${version ?? ''}`;
}

function projectOf({ owner, project }: BuildGlance): Markup {
  return markup`<a class="kopr-builds__project" href="${projectPath({ owner, name: project })}">${owner}/${project}</a>`;
}

/** How many of them came to something, when that is not all; their names are on the build's page. */
function chrootsOf(chroots: BuildLine['chroots']): Markup {
  if (chroots.length === 0) return markup`<span class="kopr-faint">none yet</span>`;
  const good = chroots.filter(({ state }) => state === 'succeeded').length;
  const names = chroots.map(({ name, state }) => `${name}: ${state}`).join('\n');
  const count = good > 0 && good < chroots.length ? `${good} of ${chroots.length}` : chroots.length;
  return markup`<span title="${names}">${count}</span>`;
}

function submission({ submittedAt, submitter }: BuildGlance, now: Date): Markup {
  const when = agoAt(now, submittedAt);
  return submitter === null ? markup`<span>${when}</span>` : markup`<span>${when} by ${submitterOf(submitter)}</span>`;
}

/** Webhooks submit under made-up names, which have no page. */
function submitterOf(name: string): Markup {
  return userOf(name) === name ? markup`<a href="${ownerPath(name)}">${name}</a>` : markup`<span>${name}</span>`;
}
