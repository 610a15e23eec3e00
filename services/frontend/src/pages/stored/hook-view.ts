/** Webhooks out of the store, as pages show them. */
import { hookAddresses } from '../../api/webhook-objects.js';
import type { Deps } from '../../deps.js';
import { FORGES, isForge } from '../../domain/hooks/forge.js';
import { bodyOf, findDelivery, listDeliveries, type DeliveryRow } from '../../store/deliveries.js';
import { someRepositories } from '../../store/hook-packages.js';
import { hookProjectNamed, type HookProject } from '../../store/hook-settings.js';
import { findProject } from '../../store/projects.js';
import { findStatusToken, type StatusTokenRow } from '../../store/status-tokens.js';
import { findActiveUser } from '../../store/users.js';
import { mayEdit } from '../../verbs/rights.js';
import type { DeliveryLine, DeliveryView, HookData, StatusTokenView } from '../hook-data.js';
import type { ProjectName } from '../links.js';
import type { Viewer } from '../page-data.js';
import { readable } from './readable.js';

const PER_PAGE = 25;

/** Reads without a lock. */
export function storedHooks(deps: Deps): HookData {
  const tx = deps.db.manager;
  return {
    hooks: async (name, viewer) => {
      const project = await ownHooks(deps, name, viewer);
      if (!project) return undefined;
      const [first] = await someRepositories(tx, project.projectId, 1);
      return {
        ...{ owner: project.owner, name: project.name, addresses: hookAddresses(project, deps.config) },
        ...{ hasKey: project.sealedKey !== null, signedOnly: project.signedOnly },
        repository: first === undefined ? '' : `https://${first}`,
        statusToken: tokenView(await findStatusToken(tx, project.projectId)),
      };
    },
    deliveries: async ({ owner, name }, page) => {
      const project = await hookProjectNamed(tx, owner, name);
      const slice = { limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE };
      const rows = project ? await listDeliveries(tx, project.projectId, slice) : [];
      return { items: rows.slice(0, PER_PAGE).map(lineOf), page, more: rows.length > PER_PAGE };
    },
    delivery: async (name, id, viewer) => {
      const project = await ownHooks(deps, name, viewer);
      const row = project && (await findDelivery(tx, project.projectId, id));
      return row ? viewOf(row, name, await bodyOf(tx, row.id)) : undefined;
    },
  };
}

/** The project of this name, if the viewer may edit it. */
export async function ownHooks(
  deps: Deps,
  { owner, name }: ProjectName,
  viewer: Viewer,
): Promise<HookProject | undefined> {
  const tx = deps.db.manager;
  const user = await findActiveUser(tx, viewer.id);
  const project = user && (await findProject(tx, owner, name));
  return project && (await mayEdit(tx, user, project)) ? hookProjectNamed(tx, owner, name) : undefined;
}

const STATUS_FORGES = { github: 'GitHub', gitlab: 'GitLab', gitea: 'Gitea or Forgejo' };

function tokenView(row: StatusTokenRow | null): StatusTokenView | null {
  if (!row) return null;
  const { address, setBy: by, setAt: since, usedAt, refusal } = row;
  return { forge: STATUS_FORGES[row.forge], address, by, since, usedAt, refusal };
}

function lineOf({ id, forge, event, state, decisions, receivedAt }: DeliveryRow): DeliveryLine {
  const builds = decisions.flatMap(({ build }) => build ?? []);
  return { id, forge: nameOf(forge), event, state, builds, receivedAt };
}

const OTHERS: Readonly<Record<string, string>> = { test: 'a test', 'dist-git': 'dist-git' };

function nameOf(forge: string): string {
  if (isForge(forge)) return FORGES[forge].name;
  return OTHERS[forge] ?? 'a script';
}

function viewOf(row: DeliveryRow, project: ProjectName, body: Buffer): DeliveryView {
  const { package: name, dirname, reason, decisions, headers, bytes, repeats, state, forge } = row;
  return {
    ...lineOf(row),
    ...{ project, package: name, dirname, reason, decisions, headers, bytes, repeats },
    payload: readable(body),
    mayRedeliver: state !== 'waiting' && state !== 'refused' && forge !== 'test',
  };
}
