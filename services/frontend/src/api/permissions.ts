/** API v3: permissions in projects. */
import { z } from 'zod';
import { PERMISSION_STATES, readPermissionWishes, readRoleWish } from '../domain/permissions.js';
import { refuse, required } from '../domain/refusal.js';
import { permissionsOf } from '../store/permissions.js';
import type { ProjectRow } from '../store/projects.js';
import { findUser } from '../store/users.js';
import { requestPermissions, setPermissions } from '../verbs/change-permissions.js';
import { mayBuild, mayEdit } from '../verbs/rights.js';
import type { Call, Endpoint, UserCall } from './endpoint.js';
import { projectNamed } from './find.js';
import { bodyOf } from './mount.js';
import { noBody, noProject, notAllowed } from './schemas/errors.js';

/** How often in an hour somebody may ask for permissions, and how often give or take them. */
const MAX_REQUESTS = 60;

const state = z.enum(PERMISSION_STATES);
const states = z.object({ admin: state, builder: state }).partial();

function projectOf({ deps, path }: Call): Promise<ProjectRow> {
  return projectNamed(deps.db.manager, path['owner'] ?? '', path['project'] ?? '');
}

/** The project, for those who may change it; Copr says this text for several endpoints. */
export async function administered(call: UserCall): Promise<ProjectRow> {
  const { deps, user } = call;
  const project = await projectOf(call);
  if (await mayEdit(deps.db.manager, user, project)) return project;
  const full = `${project.owner}/${project.name}`;
  refuse('forbidden', `User '${user.name}' can not see permissions for project '${full}' (missing admin rights)`);
}

/** Its refusal, for the API's description. */
export const notAdministered = notAllowed(
  "User 'joe' can not see permissions for project 'jane/hello' (missing admin rights)",
  'The caller neither owns the project nor is one of its admins.',
);

async function canBuildIn(call: Call) {
  const { deps, path } = call;
  const tx = deps.db.manager;
  const who = path['who'] ?? '';
  const user = required(await findUser(tx, who), 'missing', `No such user \`${who}'`);
  const project = await projectOf(call);
  const can = await mayBuild(tx, user, project);
  return { who, ownername: project.owner, projectname: project.name, can_build_in: can };
}

async function get(call: UserCall) {
  const project = await administered(call);
  const rows = await permissionsOf(call.deps.db.manager, project.id);
  if (rows.length === 0) refuse('missing', `No permissions set on ${project.owner}/${project.name} project`);
  return { permissions: Object.fromEntries(rows.map(({ name, admin, builder }) => [name, { admin, builder }])) };
}

async function set(call: UserCall) {
  const project = await administered(call);
  // Admins of the instance may have many projects to set right.
  if (!call.user.admin) await refuseFlood(call, 'changes of');
  const wishes = readPermissionWishes(sentTo(call));
  return { updated: await setPermissions(call.deps, call.user, project, wishes) };
}

async function request(call: UserCall) {
  const project = await projectOf(call);
  await refuseFlood(call, 'requests for');
  return { updated: await requestPermissions(call.deps, call.user, project, readRoleWish(sentTo(call))) };
}

/** Each may be a mail to many. Sessions' Redis counts; while it is away nobody does, as for all of the API. */
async function refuseFlood({ deps, user }: UserCall, what: 'requests for' | 'changes of'): Promise<void> {
  const count = await deps.sessions.count(`permissions:${what}:${user.id}`, 3600).catch(() => 0);
  if (count > MAX_REQUESTS) refuse('too-many', tooMany(what));
}

function tooMany(what: string): string {
  return `Too many ${what} permissions, please try again in an hour.`;
}

/** What was sent, also when it is no dictionary. */
function sentTo(call: UserCall): unknown {
  const fields = bodyOf(call);
  const raw: unknown = call.request.body;
  return Array.isArray(raw) || typeof raw !== 'object' ? raw : fields;
}

const setBody = z.record(z.string(), states).meta({ description: 'what each user may do from now on' });
const requestBody = z
  .object({
    admin: z.boolean().meta({ description: 'to change the project and delete its builds' }),
    builder: z.boolean().meta({ description: 'to submit and cancel builds' }),
  })
  .partial()
  .meta({ description: 'true asks for a role, false drops it' });
const badRole = {
  status: 400,
  when: 'A role or a state is none.',
  error: "invalid permission 'zz', allowed admin|builder",
} as const;
const tooOften = (what: string) =>
  ({ status: 429, when: 'The caller did so very often in the last hour.', error: tooMany(what) }) as const;
const noUser = { status: 404, when: 'There is no such user.', error: "No such user `joe'" } as const;

/** Copr takes both verbs, and calls neither of them old. */
function setting(verb: 'PUT' | 'POST'): Endpoint {
  return {
    verb,
    path: '/project/permissions/set/:owner/:project',
    about: 'Gives and takes permissions in a project; all of the changes are made, or none.',
    login: true,
    docs: {
      body: setBody,
      send: { joe: { builder: 'approved' } },
      answer: z.object({ updated: z.array(z.string()).meta({ description: 'users whose permissions changed' }) }),
      example: { updated: ['joe'] },
      errors: [noProject, notAdministered, badRole, noBody, tooOften('changes of')],
    },
    run: set,
  };
}

export const PERMISSIONS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project/permissions/can_build_in/:who/:owner/:project',
    about: 'Whether a user may build in a project.',
    login: false,
    docs: {
      answer: z.object({
        who: z.string(),
        ownername: z.string(),
        projectname: z.string(),
        can_build_in: z.boolean(),
      }),
      example: { who: 'jane', ownername: 'jane', projectname: 'hello', can_build_in: true },
      errors: [noProject, noUser],
    },
    run: canBuildIn,
  },
  {
    verb: 'GET',
    path: '/project/permissions/get/:owner/:project',
    about: 'Who asked for permissions in a project, and who has them.',
    login: true,
    docs: {
      answer: z.object({ permissions: z.record(z.string(), z.object({ admin: state, builder: state })) }),
      example: { permissions: { joe: { admin: 'nothing', builder: 'approved' } } },
      errors: [noProject, notAdministered],
    },
    run: get,
  },
  ...(['PUT', 'POST'] as const).map(setting),
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/project/permissions/request/:owner/:project',
    about: 'Asks for permissions in a project, or drops them.',
    login: true,
    docs: {
      body: requestBody,
      send: { builder: true },
      answer: z.object({ updated: z.boolean() }),
      example: { updated: true },
      errors: [noProject, badRole, noBody, tooOften('requests for')],
    },
    run: request,
  },
];
