/** What may be sent with every build, with Copr's rules, defaults and texts. */
import { z } from 'zod';
import { chooseChroots } from '../domain/chroot-choice.js';
import type { BuildOptions } from '../domain/build.js';
import { choice, flag, integer, maybeFlag, names, notChoices, words } from './fields.js';
import { whyNotSources } from './urls.js';
import { refuseField } from './validate.js';

const MAX_TIMEOUT_S = 108_000;

const COMMON = {
  timeout: integer({ min: 0, max: MAX_TIMEOUT_S, about: 'seconds' }),
  background: flag(false),
  enable_net: maybeFlag({ about: 'whether the build may use the network; not said: as the project' }),
  bootstrap: choice(['unchanged', 'default', 'off', 'on', 'image'], 'unchanged'),
  isolation: choice(['unchanged', 'default', 'nspawn', 'simple'], 'unchanged'),
  chroots: names({ about: 'names or patterns' }),
  exclude_chroots: names({ about: 'names or patterns' }),
  after_build_id: integer(),
  with_build_id: integer(),
};

/** The options alone, for uploads and for the check before a build. */
export const optionsForm = z.object(COMMON);
/** Options and URLs. */
export const urlForm = z.object({ ...COMMON, pkgs: words({ check: whyNotSources, about: 'URLs of sources' }) });

type Options = z.output<typeof optionsForm>;

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
export function chosenChroots(form: Options, enabled: readonly string[]): readonly string[] | null {
  const choice = chooseChroots(enabled, form.chroots, form.exclude_chroots);
  if ('chosen' in choice) return choice.chosen;
  refuseField(choice.field, notChoices(choice.unknown), 'dictionary');
}

/** Batches come with a later release; a build that must wait for another may not be built at once. */
export function refuseBatches(form: Options): void {
  if (form.after_build_id !== null) refuseField('after_build_id', 'Kopr does not take batches yet', 'dictionary');
  if (form.with_build_id !== null) refuseField('with_build_id', 'Kopr does not take batches yet', 'dictionary');
}
