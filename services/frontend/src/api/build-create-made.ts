/** API v3: submitting builds of what must first be made into an SRPM: one endpoint for each type of source. */
import type { z } from 'zod';
import { withAliasFields } from './aliases.js';
import { buildForm } from './build-form.js';
import { submit, targetOf } from './build-submit.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { bodyOf } from './mount.js';
import { badDictionary, badDirname, mayNotBuild, noBody, noProject } from './schemas/errors.js';
import { buildAnswer, exampleBuild } from './schemas/build.js';
import { PYTHON_VERSIONS, sourceChoices } from './source-choices.js';
import { FORM_TYPES, SOURCE_ALIASES, sourceForm, withSourceAliases, type FormType } from './source-forms.js';
import type { SourceChoices } from './source-kinds.js';
import { validateBoth } from './validate.js';

async function create(type: FormType, call: UserCall) {
  const body = bodyOf(call);
  const project = await targetOf(call, body);
  const { stored } = sourceForm(type, await sourceChoices(call.deps));
  const [params, form] = validateBoth([stored, buildForm], withSourceAliases(body), 'dictionary');
  const [build] = await submit(call, project, form, [{ type, params }]);
  return build;
}

const ABOUT: Readonly<Record<FormType, string>> = {
  scm: 'A build from git or Subversion.',
  distgit: 'A build of a distribution’s package, from its dist-git.',
  pypi: 'A build of a package of the Python Package Index.',
  rubygems: 'A build of a package of RubyGems.',
  custom: 'A build of what a script makes.',
};
const SEND: Readonly<Record<FormType, object>> = {
  scm: { clone_url: 'https://example.org/hello.git', committish: 'main' },
  distgit: { package_name: 'hello', distgit: 'fedora' },
  pypi: { pypi_package_name: 'hello' },
  rubygems: { gem_name: 'hello' },
  custom: { script: 'rpmdev-newspec hello', chroot: 'fedora-42-x86_64' },
};
/** For the description: what may be chosen changes nothing in the fields. */
const NO_CHOICES: SourceChoices = { chroots: [], distGits: [], pythonVersions: PYTHON_VERSIONS };

function described(type: FormType): z.ZodObject {
  return withAliasFields(buildForm.extend(sourceForm(type, NO_CHOICES).fields.shape), SOURCE_ALIASES);
}

export const BUILD_CREATE_MADE: readonly Endpoint[] = FORM_TYPES.map((type) => ({
  verb: 'POST',
  path: `/build/create/${type}`,
  about: ABOUT[type],
  login: true,
  run: (call: UserCall) => create(type, call),
  docs: {
    body: described(type),
    send: { ownername: 'jane', projectname: 'hello', ...SEND[type] },
    answer: buildAnswer,
    example: { ...exampleBuild, source_package: { name: null, version: null, url: null } },
    errors: [badDictionary, badDirname, mayNotBuild, noProject, noBody],
  },
}));
