/** What the API's description says of packages. */
import { z } from 'zod';
import { withAliasFields } from './aliases.js';
import { buildForm } from './build-form.js';
import type { Docs, ErrorCase } from './endpoint.js';
import { line, requiredLine } from './fields.js';
import { packageForm } from './package-form.js';
import { pageAsked } from './pages.js';
import { packageAsked, projectAsked } from './schemas/asked.js';
import { buildAnswer, exampleBuild } from './schemas/build.js';
import { listOf } from './schemas/common.js';
import {
  badDirname,
  badLines,
  badPage,
  missingArgument,
  noBody,
  noPackage,
  noProject,
  notAllowed,
} from './schemas/errors.js';
import { examplePackage, packageAnswer } from './schemas/package.js';
import { FORM_TYPES, SOURCE_ALIASES, sourceForm } from './source-forms.js';

/** Of one package any text is a yes, of a list only three: so Copr reads them, and clients rely on it. */
const withBuilds = (yes: string) => ({
  with_latest_build: line({ about: `show the latest build as well; ${yes}` }),
  with_latest_succeeded_build: line({ about: `show the latest build that succeeded as well; ${yes}` }),
});
const ANY_TEXT = 'any text is a yes, also `False`';
const THREE_TEXTS = '`True`, `true` and `1` are a yes, all else is a no';

/** What may be chosen changes nothing in the fields. */
const NO_CHOICES = { chroots: [], distGits: [], packageName: 'hello', pythonVersions: [] };
const [first, ...others] = FORM_TYPES.map((type) => {
  const form = packageForm([]).extend(sourceForm(type, NO_CHOICES).fields.shape);
  return withAliasFields(form, SOURCE_ALIASES).meta({ description: `for sources of type ${type}` });
});
const wish = first ? z.union([first, ...others]) : packageForm([]);
const send = { package_name: 'hello', clone_url: 'https://example.org/hello.git', webhook_rebuild: true };

const named = z.object({
  ownername: requiredLine({ about: 'a user, or a group behind an `@`', example: 'jane' }),
  projectname: requiredLine({ about: 'the project', example: 'hello' }),
  package_name: requiredLine({ about: 'the package', example: 'hello' }),
});
const which = { ownername: 'jane', projectname: 'hello', package_name: 'hello' };

const badType: ErrorCase = {
  status: 400,
  when: 'The type is none, or is that of finished sources.',
  error: 'Unsupported package source type link',
};
const mayNotEdit = notAllowed('You are not allowed to add or edit packages in this copr.');
const edit = { body: wish, send, answer: packageAnswer, example: examplePackage };
const unset = { ...examplePackage, source_type: 'unset' as const, source_dict: {} };

/** By what is done. */
export const PACKAGE_DOCS = {
  one: {
    query: packageAsked.extend(withBuilds(ANY_TEXT)),
    answer: packageAnswer,
    example: examplePackage,
    errors: [missingArgument, noProject, noPackage],
  },
  list: {
    query: projectAsked.extend({ ...withBuilds(THREE_TEXTS), ...pageAsked.shape }),
    answer: listOf(packageAnswer),
    example: { items: [examplePackage], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } },
    errors: [
      missingArgument,
      badPage,
      noProject,
      { status: 413, when: 'There are more than anybody should ask for at once.', error: 'Too many packages, …' },
    ],
  },
  add: {
    ...edit,
    errors: [
      badLines,
      badType,
      mayNotEdit,
      noProject,
      { status: 409, when: 'There is one.', error: 'Package hello already exists in copr jane/hello.' },
    ],
  },
  edit: {
    ...edit,
    errors: [
      badLines,
      badType,
      mayNotEdit,
      { status: 404, when: 'There is none.', error: 'Package hello does not exists in copr jane/hello.' },
    ],
  },
  reset: {
    body: named,
    send: which,
    answer: packageAnswer,
    example: unset,
    errors: [notAllowed('You are not allowed to reset package `1`.'), noProject, noPackage, noBody],
  },
  remove: {
    body: named,
    send: which,
    answer: packageAnswer,
    example: examplePackage,
    errors: [
      { status: 400, when: 'Builds of it are not over.', error: 'Build(s) 1 are still running.\n' },
      notAllowed('You are not allowed to delete package `1`.'),
      noProject,
      noPackage,
      noBody,
    ],
  },
  build: {
    body: buildForm.extend({ package_name: requiredLine({ about: 'the package', example: 'hello' }) }),
    send: which,
    answer: buildAnswer,
    example: { ...exampleBuild, source_package: { name: 'hello', version: null, url: null } },
    errors: [
      badLines,
      badDirname,
      {
        status: 400,
        when: 'It has no source that it can be built from again.',
        error: "Package 'Unset default source for package hello' doesn't have the default source method set, …",
      },
      notAllowed("You don't have permissions to build in this copr."),
      noProject,
      noPackage,
      noBody,
    ],
  },
} satisfies Readonly<Record<string, Docs>>;
