/** What may be sent with every build, with Copr's rules, defaults and texts. */
import { z } from 'zod';
import { chooseChroots } from '../domain/chroot-choice.js';
import type { BuildOptions } from '../domain/build.js';
import { isSourceName } from '../domain/file-name.js';
import type { BatchWish } from '../verbs/join-batch.js';
import { choice, flag, integer, line, maybeFlag, names, notChoices, requiredLine, words } from './fields.js';
import { whyNotPlain } from './source-checks.js';
import { whyNotSources } from './urls.js';
import { refuseField, refuseFields, type Shape } from './validate.js';

const MAX_TIMEOUT_S = 108_000;
const SUFFIXES = 'You can upload only .src.rpm, .nosrc.rpm, and .spec files';

const WHERE = {
  ownername: requiredLine({ about: 'the project’s owner: a user, or a group behind an `@`', example: 'jane' }),
  projectname: requiredLine({ about: 'the project', example: 'hello' }),
  project_dirname: line({ about: 'a side directory, as `hello:custom:x`; not said: the project’s own' }),
};

const OPTIONS = {
  timeout: integer({ min: 0, max: MAX_TIMEOUT_S, about: 'seconds; not said, or 0: the instance’s default' }),
  background: flag(false, { about: 'gives way to other builds' }),
  enable_net: maybeFlag({ about: 'whether the build may use the network; not said: as the project' }),
  bootstrap: choice(['unchanged', 'default', 'off', 'on', 'image'], 'unchanged', {
    about: 'how mock makes the build root',
  }),
  isolation: choice(['unchanged', 'default', 'nspawn', 'simple'], 'unchanged', {
    about: 'how mock isolates the build root',
  }),
  chroots: names({ about: 'names or patterns; not said: all of the project’s' }),
  exclude_chroots: names({ about: 'names or patterns' }),
  after_build_id: integer({ about: 'start when the batch of this build is over' }),
  with_build_id: integer({ about: 'be in one batch with this build' }),
  packit_forge_project: line({ about: 'the forge project that Packit builds for', check: whyNotPlain(255) }),
};

/** The options alone, for the check before a build and for pages. */
export const optionsForm = z.object(OPTIONS);
/** Where to build, and how: what every submission says besides its source. */
export const buildForm = z.object({ ...WHERE, ...OPTIONS });
/** With URLs. */
export const urlForm = buildForm.extend({ pkgs: words({ check: whyNotSources, about: 'URLs of sources' }) });
/** With the name that an uploaded file was stored by. */
export const uploadForm = buildForm.extend({ pkgs: requiredLine({ check: whyNotUpload }) });

type Options = z.output<typeof optionsForm>;

function whyNotUpload(name: string): string | undefined {
  return isSourceName(name) ? undefined : SUFFIXES;
}

/** The options as a build keeps them; `defaultS`: the timeout of builds that ask for none, or for 0. */
export function buildOptions(form: Options, defaultS: number): BuildOptions {
  const { timeout, background, enable_net: enableNet, bootstrap, isolation } = form;
  return {
    timeoutS: timeout === null || timeout === 0 ? defaultS : timeout,
    background,
    enableNet,
    bootstrap,
    isolation,
  };
}

/** The chroots that are meant, or a refusal that names what is no chroot of the project. */
export function chosenChroots(
  form: Options,
  enabled: readonly string[],
  shape: Shape = 'dictionary',
): readonly string[] | null {
  const choice = chooseChroots(enabled, form.chroots, form.exclude_chroots);
  if ('chosen' in choice) return choice.chosen;
  refuseField(choice.field, notChoices(choice.unknown), shape);
}

/** The batch that is asked for. Whether it may be had is known only to the database. */
export function batchWish(form: Options, shape: Shape = 'dictionary'): BatchWish | null {
  const { after_build_id: after, with_build_id: together } = form;
  if (after && together) {
    const message = 'Only one batch option can be specified';
    const fields = ['after_build_id', 'with_build_id'];
    refuseFields(
      fields.map((field) => ({ field, message })),
      shape,
    );
  }
  if (after) return { how: 'after', buildId: after };
  return together ? { how: 'with', buildId: together } : null;
}

/** The field that a wish came from. */
export function batchField({ how }: BatchWish): string {
  return `${how}_build_id`;
}
