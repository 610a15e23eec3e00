/** Submits what pages' forms describe, by the API's own forms and under its rules. */
import { buildOptions, chosenChroots, optionsForm } from '../../api/build-form.js';
import { sourceChoices } from '../../api/source-choices.js';
import { type FormType, sourceForm } from '../../api/source-forms.js';
import { validate } from '../../api/validate.js';
import type { Deps } from '../../deps.js';
import { refuse, required } from '../../domain/refusal.js';
import { chrootsOf } from '../../store/project-parts.js';
import { findProject } from '../../store/projects.js';
import type { UserRow } from '../../store/users.js';
import { mayBuild } from '../../verbs/rights.js';
import type { Source } from '../../verbs/source-params.js';
import { submitBuilds } from '../../verbs/submit-build.js';
import type { ProjectName } from '../links.js';
import type { SubmitForm } from '../page-deps.js';

/** The numbers of the new builds, in the order of their sources. */
export async function submitSources(
  deps: Deps,
  user: UserRow,
  { owner, name }: ProjectName,
  { background, chroots }: Pick<SubmitForm, 'background' | 'chroots'>,
  sources: readonly Source[],
): Promise<number[]> {
  const tx = deps.db.manager;
  const project = required(await findProject(tx, owner, name), 'missing', `Project ${owner}/${name} does not exist.`);
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', `You may not build in ${owner}/${name}.`);
  const enabled = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const form = validate(optionsForm, { background, chroots }, 'lines');
  const chosen = chosenChroots(form, enabled, 'lines');
  const options = buildOptions(form, deps.config.buildTimeoutS);
  return submitBuilds(deps, user, { project, dirname: name, options, chosen, sources });
}

/** The number of the build of what one form describes. */
export async function submitSource(
  deps: Deps,
  user: UserRow,
  to: ProjectName,
  type: FormType,
  form: SubmitForm,
): Promise<number> {
  const { stored } = sourceForm(type, await sourceChoices(deps));
  const params = validate(stored, given(form.typed), 'lines');
  const [id = 0] = await submitSources(deps, user, to, form, [{ type, params }]);
  return id;
}

/** A field that was left empty was not given. */
function given(typed: SubmitForm['typed']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value.length > 0));
}
