/** Hooks of scripts: they name a package, and are told which build came of them. */
import { turnstile, visitorOf, type Turnstile } from '@kopr/shared/turnstile';
import { Router, type Request, type Response } from 'express';
import type { Deps } from '../deps.js';
import { whyNotDirname } from '../domain/names.js';
import { refusalOf, refuse, type RefusalCode } from '../domain/refusal.js';
import { findPackage } from '../store/packages.js';
import type { HookProject } from '../store/hook-settings.js';
import { keepRefused, runCustomHook } from '../verbs/run-custom-hook.js';
import { chrootsOf } from '../store/project-parts.js';
import { answer } from './answer.js';
import { headersOf, type HookCalls } from './forges.js';
import { inTurn, takeBody, takeShare } from './take-body.js';
import { checkName, hookTarget, hookTargetOf } from './target.js';

type Params = Readonly<Record<string, string | undefined>>;

/** As many as are kept of it. */
const MAX_DIRNAME_CHARS = 200;

/**
 * Each may wait for its project's row, with one of the process's ten connections to the database: a few at a time, two of
 * a project, some in line; the rest comes again.
 */
const PLACES = { inside: 4, waiting: 40, each: 2 };

interface Calls extends HookCalls {
  readonly gate: Turnstile;
}

/** The routes of scripts, below `/webhooks`. */
export function customRoutes(deps: HookCalls): Router {
  const calls: Calls = { ...deps, gate: turnstile(PLACES) };
  const router = Router();
  router.post('/custom-dir/:owner/:dirname/:secret/:package', (request, response) =>
    takeCustomDir(calls, request, response),
  );
  router.post('/custom/:project/:secret{/:package}', (request, response) => takeCustom(calls, request, response));
  return router;
}

/** `/webhooks/custom/<project>/<secret>/<package>/`. */
async function takeCustom(calls: Calls, request: Request, response: Response): Promise<void> {
  const { project, secret = '', package: name } = request.params as Params;
  await run(calls, request, response, await hookTarget(calls, project ?? '', secret), name, null);
}

/** `/webhooks/custom-dir/<owner>/<directory>/<secret>/<package>/`: the directory comes into being when it is not there. */
async function takeCustomDir(calls: Calls, request: Request, response: Response): Promise<void> {
  const { owner = '', dirname = '', secret = '', package: name } = request.params as Params;
  const project = await hookTargetOf(calls, owner, dirname, secret);
  await run(calls, request, response, project, name, dirname);
}

/** Status and lines of an answer, the first one in Copr's words. */
type Told = readonly [status: number, ...lines: string[]];

/** Scripts read the first line, and want it to end. */
async function run(
  calls: Calls,
  request: Request,
  response: Response,
  project: HookProject,
  name: string | undefined,
  dirname: string | null,
): Promise<void> {
  checkName(name);
  await takeShare(calls, project.projectId, 'custom');
  const early = await toldEarly(calls, request, project, name, dirname);
  if (early && early[0] >= 400) {
    const [, ...lines] = early;
    await keepEarly(calls, request, project, { name, dirname }, lines.join(': '));
  }
  const work = () => build(calls, request, response, project, name ?? '', dirname);
  const [status, ...lines] = early ?? (await inTurn(calls.large, request, response, project.projectId, work));
  answer(response, status, ...lines, '');
}

/** Of what is told early there is no body. */
function keepEarly(
  deps: Deps,
  request: Request,
  project: HookProject,
  { name, dirname }: { name: string | undefined; dirname: string | null },
  why: string,
): Promise<void> {
  const kept = dirname?.slice(0, MAX_DIRNAME_CHARS) ?? null;
  const call = { package: name ?? null, dirname: kept, headers: headersOf(request), body: Buffer.alloc(0) };
  return keepRefused(deps, project, call, why);
}

/** What is told before the body is read; undefined when a build is to come of it. */
async function toldEarly(
  { db }: Deps,
  { headers }: Request,
  project: HookProject,
  name: string | undefined,
  dirname: string | null,
): Promise<Told | undefined> {
  if (name === undefined) return [400, 'PACKAGE_NAME_REQUIRED'];
  if (!(await findPackage(db.manager, project.projectId, name))) return [404, 'PACKAGE_NOT_FOUND'];
  const wrong = dirname === null ? undefined : whyNotDirname(project.name, dirname);
  if (wrong !== undefined) return [400, 'CANT_CREATE_DIRECTORY', wrong];
  if (headers['x-github-event'] === 'ping') return [200, 'SKIPPED'];
  const chroots = await chrootsOf(db.manager, project.projectId);
  return chroots.length === 0 ? [400, 'NO_ACTIVE_CHROOTS_IN_PROJECT'] : undefined;
}

async function build(
  calls: Calls,
  request: Request,
  response: Response,
  project: HookProject,
  name: string,
  dirname: string | null,
): Promise<Told> {
  const body = await takeBody(calls, request, response, (why) =>
    keepEarly(calls, request, project, { name, dirname }, why),
  );
  try {
    const call = { package: name, dirname, headers: headersOf(request), body };
    const visitor = visitorOf(response, String(project.projectId));
    const outcome = await calls.gate(visitor, () => runCustomHook(calls, project, call));
    if (!outcome) refuse('busy', 'Too many are waiting. Please try again in a moment.');
    return [200, String(outcome.decisions[0]?.build ?? '')];
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const [status, word] = WORDS[refusal.code] ?? [400, 'BUILD_REQUEST_ERROR'];
    return [status, word, refusal.message];
  }
}

const WORDS: Partial<Record<RefusalCode, readonly [status: number, word: string]>> = {
  forbidden: [403, 'BAD_SIGNATURE'],
  missing: [404, 'PACKAGE_NOT_FOUND'],
  busy: [503, 'TRY_AGAIN'],
};
