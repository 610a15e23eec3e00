/**
 * The sources that a build can be made of, and a package by default: one form for each type, from what clients send to
 * what is stored. Builds and packages take the same fields; where they differ, the caller says so.
 */
import type { Aliases } from './aliases.js';
import { custom, distgit, pypi, rubygems, scm, type SourceChoices, type SourceForm } from './source-kinds.js';

const FORMS = { scm, distgit, pypi, rubygems, custom };

/** The types that have a form; finished SRPMs come by URL or upload. */
export type FormType = keyof typeof FORMS;
export const FORM_TYPES = Object.keys(FORMS) as readonly FormType[];

/** The form for sources of this type. */
export function sourceForm(type: FormType, choices: SourceChoices): SourceForm {
  return FORMS[type](choices);
}

/** Other names of keys that clients send, those of scripts with packages. */
export const SOURCE_ALIASES: Aliases = {
  source_build_method: 'srpm_build_method',
  script_chroot: 'chroot',
  script_builddeps: 'builddeps',
  script_resultdir: 'resultdir',
  script_repos: 'repos',
};

/** The body with the fields' own names; what stands under another name counts more. */
export function withSourceAliases(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = { ...body };
  for (const [alias, name] of Object.entries(SOURCE_ALIASES)) {
    if (named[alias] !== undefined && named[alias] !== null) named[name] = named[alias];
  }
  return named;
}
