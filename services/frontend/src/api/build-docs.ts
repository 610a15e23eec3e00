/** What the API's description says of looking at, canceling and deleting builds. */
import { sourceStage } from '@kopr/proto';
import { z } from 'zod';
import { FAIL_TYPE_NAMES } from '../domain/fail-type.js';
import type { Docs } from './endpoint.js';
import { line } from './fields.js';
import { pageAsked } from './pages.js';
import { projectAsked } from './schemas/asked.js';
import {
  buildAnswer,
  builtPackagesAnswer,
  exampleBuild,
  exampleBuiltPackages,
  pinAnswer,
  stateAnswer,
} from './schemas/build.js';
import { id, listOf, maybeText } from './schemas/common.js';
import { badPage, missingArgument, noBody, noBuild, noProject, notAllowed } from './schemas/errors.js';

const filters = {
  packagename: line({ about: 'only builds of this package' }),
  status: line({ about: 'only builds in this state; what `offset` leaves out is counted before' }),
};
const numbers = z.object({
  builds: z.array(id('a build’s number')).max(1000).meta({ description: 'numbers of builds' }),
});
const canceled = { ...exampleBuild, state: 'canceled' as const, kopr_reason: 'canceled by jane' };
const failed = {
  ...exampleBuild,
  state: 'failed' as const,
  kopr_reason: 'https://example.org/ answered 404 Not Found',
};
const source = { url: 'https://example.org/hello-2.12.1-1.src.rpm' };

/** By what is done. */
export const BUILD_DOCS = {
  one: { answer: buildAnswer, example: exampleBuild, errors: [noBuild] },
  list: {
    query: projectAsked.extend({ ...filters, ...pageAsked.shape }),
    answer: listOf(buildAnswer),
    example: { items: [exampleBuild], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } },
    errors: [missingArgument, badPage, noProject],
  },
  sourceChroot: {
    answer: z.object({
      state: stateAnswer,
      result_url: maybeText('what the builder left that made the SRPM; null where it needed none'),
      stage: sourceStage.nullable().meta({ description: 'where on its way it failed' }),
      fail_type: z.enum(FAIL_TYPE_NAMES).nullable().meta({ description: 'the same in Copr’s words' }),
      reason: maybeText('why it failed'),
      pin: pinAnswer.nullable(),
      retriable: z.boolean().meta({ description: 'whether its import may be asked for once more' }),
      kopr_reason: maybeText('the same as `reason`'),
    }),
    example: {
      state: 'pending',
      result_url: null,
      stage: null,
      fail_type: null,
      reason: null,
      pin: null,
      retriable: false,
      kopr_reason: null,
    },
    errors: [noBuild],
  },
  sourceConfig: {
    answer: z.object({
      source_type: z.enum(['unset', 'link', 'upload', 'scm', 'pypi', 'rubygems', 'custom', 'distgit']),
      source_dict: z.record(z.string(), z.unknown()).meta({ description: 'the keys of its type' }),
      memory_limit: z.int().meta({ description: 'in MiB' }),
      timeout: z.int().meta({ description: 'in seconds' }),
      is_background: z.boolean(),
    }),
    example: { source_type: 'link', source_dict: source, memory_limit: 2048, timeout: 18000, is_background: false },
    errors: [noBuild],
  },
  builtPackages: {
    answer: z.record(z.string(), builtPackagesAnswer),
    example: { 'fedora-42-x86_64': exampleBuiltPackages },
    errors: [noBuild],
  },
  cancel: {
    answer: buildAnswer,
    example: canceled,
    errors: [
      noBuild,
      notAllowed('You are not allowed to cancel this build.'),
      { status: 409, when: 'Nothing of the build can be stopped any more.', error: 'Cannot cancel build 1' },
    ],
  },
  remove: {
    answer: buildAnswer,
    example: failed,
    errors: [
      noBuild,
      notAllowed("User 'bob' doesn't have permissions to delete build 1"),
      { status: 409, when: 'The build is not over.', error: "User 'jane' can not delete build 1" },
    ],
  },
  removeList: {
    body: numbers,
    send: { builds: [1, 2] },
    answer: numbers,
    example: { builds: [1, 2] },
    errors: [{ status: 400, when: 'One may not be deleted, so none is.', error: "Build(s) 2 don't exist.\n" }, noBody],
  },
} satisfies Readonly<Record<string, Docs>>;
