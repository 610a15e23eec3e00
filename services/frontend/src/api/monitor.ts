/** API v3: the monitor: how the newest build of every package stands in each chroot. Sent while it is read. */
import { isFinalChroot, STATE_CODES } from '@kopr/shared/domain';
import { refuse } from '../domain/refusal.js';
import { newestChroots, type NewestChroot } from '../store/newest-chroots.js';
import { hasDir } from '../store/project-dirs.js';
import { chrootsOf } from '../store/project-parts.js';
import type { Call, Endpoint } from './endpoint.js';
import { line } from './fields.js';
import { projectNamed } from './find.js';
import { argument } from './mount.js';
import { inPieces } from './pieces.js';
import { projectAsked } from './schemas/asked.js';
import { missingArgument, noProject } from './schemas/errors.js';
import { exampleMonitor, monitorAnswer } from './schemas/monitor.js';

/** What may be asked for besides; Copr takes `url_build`, too, and gives nothing for it. */
const FIELDS = ['url_build_log', 'url_backend_log', 'url_build'] as const;
type Fields = ReadonlySet<string>;
/** Copr's framing, to the byte. */
const HEAD = '{"output": "ok","message": "Project monitor request successful","packages": [\n';
const TAIL = ']}';

async function monitor(call: Call) {
  const { deps, query } = call;
  const tx = deps.db.manager;
  const [projectname, ownername] = [argument(call, 'projectname'), argument(call, 'ownername')];
  const project = await projectNamed(tx, ownername, projectname);
  const fields = fieldsAsked(call);
  const dirname = query['project_dirname'] || project.name;
  if (!(await hasDir(tx, project.id, dirname))) {
    refuse('missing', `Dirname '${dirname}' doesn't exist in '${ownername}/${projectname}' copr`);
  }
  const enabled = new Set((await chrootsOf(tx, project.id)).map(({ mock }) => mock.name));
  const results = `${deps.config.resultsUrl}/${project.owner}/${dirname}`;
  return inPieces(pieces(newestChroots(tx, project.id, dirname), enabled, (cell) => cellObject(cell, fields, results)));
}

/** Only the spelling with brackets is looked at, as Copr's. */
function fieldsAsked({ request }: Call): Fields {
  const sent = request.query['additional_fields[]'];
  const asked = new Set((Array.isArray(sent) ? sent : [sent]).filter((field) => field !== undefined).map(String));
  const wrong = [...asked].filter((field) => !FIELDS.some((known) => known === field));
  if (wrong.length > 0) refuse('invalid', `Wrong additional_fields argument(s): ${wrong.sort().join(', ')}`);
  return asked;
}

/** The answer in pieces. The first one comes with the first packages, so that a database that fails is still told of. */
async function* pieces(
  pages: AsyncIterable<readonly NewestChroot[]>,
  enabled: ReadonlySet<string>,
  objectOf: (cell: NewestChroot) => object,
): AsyncGenerator<string> {
  let before = HEAD;
  for await (const page of pages) {
    const lines = packageLines(page, enabled, objectOf);
    if (lines === '') continue;
    yield before + lines;
    before = ',\n';
  }
  yield before === HEAD ? HEAD + TAIL : TAIL;
}

/** One line of JSON for each package; the cells of a package follow each other. */
function packageLines(
  cells: readonly NewestChroot[],
  enabled: ReadonlySet<string>,
  objectOf: (cell: NewestChroot) => object,
): string {
  const packages = new Map<string, Record<string, object>>();
  for (const cell of cells) {
    if (!enabled.has(cell.chroot)) continue;
    const chroots = packages.get(cell.package) ?? {};
    chroots[cell.chroot] = objectOf(cell);
    packages.set(cell.package, chroots);
  }
  return [...packages].map(([name, chroots]) => JSON.stringify({ name, chroots })).join(',\n');
}

function cellObject(cell: NewestChroot, fields: Fields, results: string) {
  const { state, build, version } = cell;
  return {
    state,
    status: STATE_CODES[state],
    build_id: build,
    ...(fields.has('url_build_log') ? { url_build_log: logUrl(cell, results, ['running']) } : {}),
    // Here both logs are one.
    ...(fields.has('url_backend_log') ? { url_backend_log: logUrl(cell, results, ['running', 'starting']) } : {}),
    pkg_version: version,
  };
}

/** The log while it grows (in `growing` states), or packed when there was one; else null. A fork's builds have none. */
function logUrl(cell: NewestChroot, results: string, growing: readonly string[]): string | null {
  const { package: name, chroot, build, state, placed } = cell;
  const isOver = isFinalChroot(state) && state !== 'forked';
  if (!placed || !(isOver || growing.includes(state))) return null;
  return `${results}/${chroot}/${String(build).padStart(8, '0')}-${name}/builder-live.log${isOver ? '.gz' : ''}`;
}

export const MONITOR: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/monitor',
    about: 'How the newest build of every package stands in each chroot.',
    login: false,
    docs: {
      query: projectAsked.extend({
        project_dirname: line({ about: 'a side directory; not said: the project’s own' }),
        'additional_fields[]': line({ about: '`url_build_log` or `url_backend_log`; may be said several times' }),
      }),
      answer: monitorAnswer,
      example: exampleMonitor,
      errors: [
        missingArgument,
        { status: 400, when: 'There is no such field.', error: 'Wrong additional_fields argument(s): size' },
        noProject,
        { status: 404, when: 'There is no such directory.', error: "Dirname 'x' doesn't exist in 'jane/hello' copr" },
      ],
    },
    run: monitor,
  },
];
