/** The way of every submission: the form, then whether the caller may build there, then the builds. */
import { matches } from '../domain/pattern.js';
import { whyNotDirname } from '../domain/names.js';
import { refuse } from '../domain/refusal.js';
import { listBuildsById } from '../store/build-lists.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { whyNotBatch } from '../verbs/join-batch.js';
import { mayBuild } from '../verbs/rights.js';
import type { Source } from '../verbs/source-params.js';
import { submitBuilds, type Submission } from '../verbs/submit-build.js';
import type { z } from 'zod';
import { batchField, batchWish, buildOptions, chosenChroots, type optionsForm } from './build-form.js';
import type { UserCall } from './endpoint.js';
import { projectNamed } from './find.js';
import { bodyArgument } from './mount.js';
import { buildObject } from './objects.js';
import { str } from './python.js';
import { refuseField, type Shape } from './validate.js';

type Fields = Readonly<Record<string, unknown>>;
type Options = z.output<typeof optionsForm>;
/** What of a submission is read from its options. */
type Settled = Pick<Submission, 'chosen' | 'options' | 'batch'>;

/** The project that the body names. */
export function targetOf({ deps }: UserCall, body: Fields): Promise<ProjectRow> {
  return projectNamed(deps.db.manager, bodyArgument(body, 'ownername'), bodyArgument(body, 'projectname'));
}

/** Holds the options against what the project has, and against the batches there are. */
export async function settleOptions(
  { deps, user }: UserCall,
  project: ProjectRow,
  form: Options,
  shape: Shape = 'dictionary',
): Promise<Settled> {
  const tx = deps.db.manager;
  const enabled = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const chosen = chosenChroots(form, enabled, shape);
  const batch = batchWish(form, shape);
  const wrong = batch ? await whyNotBatch(tx, user, batch) : undefined;
  if (batch && wrong !== undefined) refuseField(batchField(batch), wrong, shape);
  return { chosen, batch, options: buildOptions(form, deps.config.buildTimeoutS) };
}

/** The directory that is asked for, or a refusal in Copr's words, which look alike everywhere. */
export function dirnameOf(project: ProjectRow, asked: unknown): string {
  // Also what is no text must be refused: a build that asks for it would be.
  const said = str(asked ?? '').trim();
  const dirname = said === '' ? project.name : said;
  const wrong = whyNotDirname(project.name, dirname);
  return wrong === undefined ? dirname : refuse('invalid', wrong);
}

/** Submits what was checked; answers the builds in the order of their sources. */
export async function submit(
  call: UserCall,
  project: ProjectRow,
  form: Options & { readonly project_dirname?: string | undefined },
  sources: readonly Source[],
) {
  const { deps, user } = call;
  const tx = deps.db.manager;
  const settled = await settleOptions(call, project, form);
  if (!(await mayBuild(tx, user, project))) {
    const full = `${project.owner}/${project.name}`;
    refuse('forbidden', `User ${user.name} is not allowed to build in the copr: ${full}`);
  }
  checkForge(project, form);
  const dirname = dirnameOf(project, form.project_dirname);
  const ids = await submitBuilds(deps, user, { project, dirname, sources, ...settled });
  const newestFirst = await listBuildsById(tx, ids);
  return newestFirst.reverse().map((listed) => buildObject(listed, deps.config));
}

/** Builds that Packit submits name the forge project that they are for; the project says which it lets in. */
export function checkForge({ packitForgeProjectsAllowed }: ProjectRow, { packit_forge_project: forge }: Options): void {
  if (forge === undefined) return;
  if (packitForgeProjectsAllowed.some((pattern) => matches(pattern, forge))) return;
  refuse('forbidden', `Forge project ${forge} can't build in this Copr via Packit.`);
}
