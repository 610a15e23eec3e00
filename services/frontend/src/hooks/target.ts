/** Which project a hook's address means, and whether it knows the project's secret. Checked before anything is read. */
import type { Deps } from '../deps.js';
import { isSame } from '../domain/hooks/same.js';
import { refuse, required } from '../domain/refusal.js';
import { hookProject, hookProjectNamed, type HookProject } from '../store/hook-settings.js';

/** Copr's words for what a script may have wrong, and those that are ours. */
const NO_PROJECT = 'PROJECT_NOT_FOUND';
const WRONG_SECRET = 'BAD_UUID';
const NO_PACKAGE = 'PACKAGE_NOT_FOUND';
/** No package has a longer name. */
const MAX_NAME_CHARS = 255;

/** The project of this number. */
export async function hookTarget(deps: Deps, number: string, secret: string): Promise<HookProject> {
  const found = /^\d{1,9}$/.test(number) ? await hookProject(deps.db.manager, Number(number)) : undefined;
  return checked(required(found, 'missing', NO_PROJECT), secret);
}

/** The project that a directory belongs to. */
export async function hookTargetOf(deps: Deps, owner: string, dirname: string, secret: string): Promise<HookProject> {
  const found = await hookProjectNamed(deps.db.manager, owner, dirname.split(':')[0] ?? '');
  return checked(required(found, 'missing', NO_PROJECT), secret);
}

/** Refuses the name of an address that no package can have. */
export function checkName(name: string | undefined): void {
  if ((name?.length ?? 0) > MAX_NAME_CHARS) refuse('missing', NO_PACKAGE);
}

function checked(project: HookProject, secret: string): HookProject {
  const { webhookSecret } = project;
  if (webhookSecret !== null && isSame(secret, webhookSecret)) return project;
  return refuse('forbidden', WRONG_SECRET);
}
