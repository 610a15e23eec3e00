/** API v3: packages, to add, to edit, to reset and to delete. */
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { activeChroots } from '../store/chroots.js';
import { distGits } from '../store/dist-gits.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import type { ProjectRow } from '../store/projects.js';
import { addPackage, type PackageWish } from '../verbs/add-package.js';
import { deletePackage } from '../verbs/delete-package.js';
import { editPackage } from '../verbs/edit-package.js';
import { mayEdit } from '../verbs/rights.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { packageNamed, projectNamed } from './find.js';
import { bodyArgument, bodyOf } from './mount.js';
import { PACKAGE_DOCS } from './package-docs.js';
import { packageForm, settingsOf, withStored } from './package-form.js';
import { packageObject } from './package-object.js';
import { FORM_TYPES, sourceForm, withSourceAliases, type FormType } from './source-forms.js';
import { validateBoth } from './validate.js';

type Fields = Readonly<Record<string, unknown>>;

const NOT_ALLOWED = 'You are not allowed to add or edit packages in this copr.';

function projectOf({ deps, path }: UserCall): Promise<ProjectRow> {
  return projectNamed(deps.db.manager, path['owner'] ?? '', path['project'] ?? '');
}

/** The name of the body counts, as Copr's; the one in the address is only said for logs. */
async function add(call: UserCall) {
  const { deps, body = {}, path } = call;
  const project = await projectOf(call);
  await refuseStrangers(call, project);
  const wish = await readWish(deps, deps.db.manager, path['type'] ?? '', withSourceAliases(body), undefined);
  const row = await addPackage(deps, project, wish);
  return packageObject(row, project, deps.config);
}

/** Without a type it stays as it is. The name of the body does not count: nothing is renamed. */
async function edit(call: UserCall) {
  const { deps, body = {}, path } = call;
  const project = await projectOf(call);
  const name = path['name'] ?? '';
  const missing = `Package ${name} does not exists in copr ${project.owner}/${project.name}.`;
  const row = required(await findPackage(deps.db.manager, project.id, name), 'missing', missing);
  await refuseStrangers(call, project);
  const edited = await editPackage(deps, row, async (tx, now) => {
    const sent = withStored(withSourceAliases(body), now);
    const { settings, source } = await readWish(deps, tx, path['type'] ?? now.sourceType, sent, now);
    return { ...settings, sourceType: source.type, sourceParams: source.params };
  });
  return packageObject(edited, project, deps.config);
}

async function refuseStrangers({ deps, user }: UserCall, project: ProjectRow): Promise<void> {
  if (!(await mayEdit(deps.db.manager, user, project))) refuse('forbidden', NOT_ALLOWED);
}

/** In Copr's order: rights come first, then type, then form. `row`: the package that is edited. */
async function readWish(
  { config }: Deps,
  tx: Tx,
  type: string,
  body: Fields,
  row: PackageRow | undefined,
): Promise<PackageWish> {
  if (!isFormType(type)) refuse('invalid', `Unsupported package source type ${type}`);
  const chroots = (await activeChroots(tx)).map(({ name }) => name);
  const packageName = row?.name ?? String(body['package_name']);
  const { allowPrivateSources: allowPrivate } = config;
  const choices = { chroots, distGits: await distGits(tx), packageName, pythonVersions: [], allowPrivate };
  const schemas = [packageForm(chroots), sourceForm(type, choices).stored] as const;
  const [form, params] = validateBoth(schemas, body, 'lines');
  return { name: form.package_name ?? '', settings: settingsOf(form, body, row), source: { type, params } };
}

function isFormType(type: string): type is FormType {
  return FORM_TYPES.some((known) => known === type);
}

/** The package that the body names, and its project; `act` stands in the refusal of those who may not. */
async function target(call: UserCall, act: string) {
  const { deps, user } = call;
  const tx = deps.db.manager;
  const body = bodyOf(call);
  const project = await projectNamed(tx, bodyArgument(body, 'ownername'), bodyArgument(body, 'projectname'));
  const row = await packageNamed(tx, project, body['package_name']);
  if (!(await mayEdit(tx, user, project))) refuse('forbidden', `You are not allowed to ${act} package \`${row.id}\`.`);
  return { project, row };
}

async function reset(call: UserCall) {
  const { project, row } = await target(call, 'reset');
  const unset = () => Promise.resolve({ sourceType: 'unset' as const, sourceParams: {} });
  return packageObject(await editPackage(call.deps, row, unset), project, call.deps.config);
}

async function remove(call: UserCall) {
  const { project, row } = await target(call, 'delete');
  await deletePackage(call.deps, project, row);
  return packageObject(row, project, call.deps.config);
}

export const PACKAGE_EDIT: readonly Endpoint[] = [
  {
    verb: 'POST',
    path: '/package/add/:owner/:project/:name/:type',
    about: 'Adds a package with the source that it is built from.',
    login: true,
    docs: PACKAGE_DOCS.add,
    run: add,
  },
  {
    verb: 'POST',
    path: '/package/edit/:owner/:project/:name/:type',
    about: 'Changes a package; what is not said of its source stays.',
    login: true,
    docs: PACKAGE_DOCS.edit,
    run: edit,
  },
  {
    verb: 'POST',
    path: '/package/edit/:owner/:project/:name',
    about: 'Changes a package, whose source stays of its type.',
    login: true,
    docs: PACKAGE_DOCS.edit,
    run: edit,
  },
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/package/reset',
    about: 'Forgets where a package’s source comes from.',
    login: true,
    docs: PACKAGE_DOCS.reset,
    run: reset,
  },
  {
    verb: 'DELETE',
    deprecated: 'POST',
    path: '/package/delete',
    about: 'Deletes a package with all its builds.',
    login: true,
    docs: PACKAGE_DOCS.remove,
    run: remove,
  },
];
