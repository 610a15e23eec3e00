/** API v3: packages, to look at. */
import { refuse } from '../domain/refusal.js';
import { listPackages, PACKAGE_ORDERS, type PackageRow } from '../store/packages.js';
import type { Call, Endpoint } from './endpoint.js';
import { packageNamed, projectNamed } from './find.js';
import { argument } from './mount.js';
import { PACKAGE_DOCS } from './package-docs.js';
import { packageObjects } from './package-object.js';
import { listInPieces } from './list-pieces.js';
import { pageOf, takeOf } from './pages.js';

/** Longer lists must be asked for in pages. */
const MAX_ITEMS = 10_000;
/** So many are shown at once. */
const AT_ONCE = 500;
const TOO_MANY = `Too many packages, please use pagination. Requests are limited to only ${MAX_ITEMS} packages at once.`;

async function show(call: Call) {
  const { deps, query } = call;
  const tx = deps.db.manager;
  const name = argument(call, 'packagename');
  const [projectname, ownername] = [argument(call, 'projectname'), argument(call, 'ownername')];
  const project = await projectNamed(tx, ownername, projectname);
  const row = await packageNamed(tx, project, name);
  // Any text counts here, also "False": clients rely on it.
  const isSaid = (key: string) => (query[key] ?? '') !== '';
  const asked = { latest: isSaid('with_latest_build'), succeeded: isSaid('with_latest_succeeded_build') };
  const [object] = await packageObjects(tx, [row], project, deps.config, asked);
  return object;
}

async function list(call: Call) {
  const { deps, query } = call;
  const tx = deps.db.manager;
  const [projectname, ownername] = [argument(call, 'projectname'), argument(call, 'ownername')];
  const project = await projectNamed(tx, ownername, projectname);
  const page = pageOf(query, 'package', PACKAGE_ORDERS);
  const limit = Math.min(takeOf(page) ?? Infinity, MAX_ITEMS + 1);
  const order = PACKAGE_ORDERS.find((column) => column === page.order) ?? 'id';
  const rows = await listPackages(tx, project.id, { limit, offset: page.offset, order, direction: page.direction });
  if (rows.length > MAX_ITEMS) refuse('too-large', TOO_MANY);
  const isTrue = (key: string) => ['True', 'true', '1'].includes(query[key] ?? '');
  const asked = { latest: isTrue('with_latest_build'), succeeded: isTrue('with_latest_succeeded_build') };
  const objects = (some: readonly PackageRow[]) => packageObjects(tx, some, project, deps.config, asked);
  return listInPieces(page, inBatches(rows, objects), (object) => object);
}

/** Their builds weigh more than they, so these are read bit by bit. */
async function* inBatches<Row, Shown>(rows: readonly Row[], show: (some: readonly Row[]) => Promise<Shown[]>) {
  for (let from = 0; from < rows.length; from += AT_ONCE) yield await show(rows.slice(from, from + AT_ONCE));
}

export const PACKAGES: readonly Endpoint[] = [
  { verb: 'GET', path: '/package', about: 'One package.', login: false, docs: PACKAGE_DOCS.one, run: show },
  {
    verb: 'GET',
    path: '/package/list',
    about: 'Packages of a project.',
    login: false,
    docs: PACKAGE_DOCS.list,
    run: list,
  },
];
