/** What may be sent to change a project's chroot, with Copr's rules and texts. What is absent or null stays. */
import { z } from 'zod';
import { whyNotConditions, whyNotImage, whyNotPackages } from '../domain/chroot-words.js';
import { splitModules, whyNotModules } from '../domain/modules.js';
import { refuse } from '../domain/refusal.js';
import type { Aliases } from './aliases.js';
import type { ChrootChange } from '../verbs/edit-chroot.js';
import { choice, flag, line, names, words } from './fields.js';
import { whyNotRepos } from './urls.js';
import { refuseField, validate } from './validate.js';

type Fields = Readonly<Record<string, unknown>>;

/** The form. A list or a text in which white space divides the words does for each field of several words. */
export const projectChrootForm = z.object({
  additional_packages: words({ check: whyNotPackages, about: 'packages for every build root', example: 'gcc make' }),
  additional_repos: words({ check: whyNotRepos, about: 'repositories of the build root: http…, copr://owner/project' }),
  additional_modules: names({ check: whyNotModules, about: 'name:stream, with ! in front to switch it off' }),
  with_opts: words({ check: whyNotConditions, about: 'build conditions to switch on' }),
  without_opts: words({ check: whyNotConditions, about: 'build conditions to switch off' }),
  bootstrap: choice(['unchanged', 'default', 'off', 'on', 'image', 'custom_image'], 'unchanged', {
    about: 'how mock makes the build root',
  }),
  bootstrap_image: line({ check: whyNotImage, about: 'an image for the bootstrap `custom_image`, which it implies' }),
  isolation: choice(['unchanged', 'default', 'nspawn', 'simple'], 'unchanged', {
    about: 'how mock isolates the build root',
  }),
  reset_fields: words({ about: 'names of fields to be set back' }),
  delete_comps: flag(false, { about: 'drop the uploaded comps.xml' }),
});

/** Names that Copr's forms have for three of the fields: it takes them, and its refusals use them. */
const CALLED = {
  additional_packages: 'buildroot_pkgs',
  additional_repos: 'repos',
  additional_modules: 'module_toggle',
} as const;

/** The same, for the API's description. */
export const CHROOT_ALIASES: Aliases = Object.fromEntries(Object.entries(CALLED).map(([name, other]) => [other, name]));

/** What setting a field back means. */
const RESET: Readonly<Record<string, ChrootChange>> = {
  additional_packages: { additionalPackages: [] },
  additional_repos: { additionalRepos: [] },
  additional_modules: { additionalModules: [] },
  with_opts: { withOpts: [] },
  without_opts: { withoutOpts: [] },
  isolation: { isolation: 'unchanged' },
  bootstrap: { bootstrap: 'unchanged', bootstrapImage: null },
  bootstrap_image: { bootstrap: 'unchanged', bootstrapImage: null },
  comps_name: { comps: null },
};

/** The change that a body asks for. `path`: `owner/project/chroot`, for a hint. */
export function changeOf(body: Fields, path: string): ChrootChange {
  const sent = withApiNames(body);
  const form = validate(projectChrootForm, sent, 'lines', CALLED);
  const isGiven = (name: string) => sent[name] !== undefined && sent[name] !== null;
  const when = (name: string, change: ChrootChange) => (isGiven(name) ? change : {});
  const modules = splitModules(form.additional_modules);
  return {
    ...form.reset_fields.reduce((change, name) => ({ ...change, ...resetOf(name, path) }), {}),
    ...when('additional_packages', { additionalPackages: form.additional_packages }),
    ...when('additional_repos', { additionalRepos: form.additional_repos }),
    // Of an empty list clients mean that they have nothing to say, of an empty text that there shall be none.
    ...(modules.length > 0 || sent['additional_modules'] === '' ? { additionalModules: modules } : {}),
    ...when('with_opts', { withOpts: form.with_opts }),
    ...when('without_opts', { withoutOpts: form.without_opts }),
    ...when('isolation', { isolation: form.isolation }),
    ...when('bootstrap', bootstrapOf(form.bootstrap, form.bootstrap_image)),
    ...(form.bootstrap_image === undefined ? {} : bootstrapOf('custom_image', form.bootstrap_image)),
    ...(form.delete_comps ? { comps: null } : {}),
  };
}

function withApiNames(body: Fields): Record<string, unknown> {
  const sent = { ...body };
  for (const [name, other] of Object.entries(CALLED)) sent[name] ??= body[other];
  return sent;
}

function resetOf(name: string, path: string): ChrootChange {
  const known = Object.entries(CALLED).find(([, other]) => other === name)?.[0] ?? name;
  const change = Object.hasOwn(RESET, known) ? RESET[known] : undefined;
  const hint = `See \`copr-cli get-chroot ${path}' for all the possible attributes`;
  return change ?? refuse('invalid', `Trying to reset an invalid attribute: ${name.slice(0, 100)}\n${hint}`);
}

function bootstrapOf(bootstrap: string, image: string | undefined): ChrootChange {
  if (bootstrap !== 'custom_image') return { bootstrap, bootstrapImage: null };
  if (image === undefined) {
    refuseField('bootstrap_image', 'Custom image is selected, but not specified', 'lines');
  }
  return { bootstrap, bootstrapImage: image };
}
