/** The package of API v3, for its description, with one to show. */
import { z } from 'zod';
import { buildAnswer } from './build.js';
import { id, ownername } from './common.js';

/** A package of a project. */
export const packageAnswer = z
  .object({
    id: id('the package’s number'),
    name: z.string(),
    ownername,
    projectname: z.string(),
    source_type: z.enum(['unset', 'link', 'upload', 'scm', 'pypi', 'rubygems', 'custom', 'distgit']),
    source_dict: z.record(z.string(), z.unknown()).meta({ description: 'where its source comes from, by source type' }),
    auto_rebuild: z.boolean().meta({ description: 'rebuilt when a webhook tells of a change' }),
    builds: z.object({
      latest: buildAnswer.nullable().meta({ description: 'only when asked for' }),
      latest_succeeded: buildAnswer.nullable().meta({ description: 'only when asked for' }),
    }),
  })
  .meta({ id: 'Package' });

/** The package that examples are about. */
export const examplePackage: z.input<typeof packageAnswer> = {
  id: 1,
  name: 'hello',
  ownername: 'jane',
  projectname: 'hello',
  source_type: 'scm',
  source_dict: {
    type: 'git',
    clone_url: 'https://example.org/hello.git',
    committish: null,
    subdirectory: null,
    spec: null,
    source_build_method: 'rpkg',
  },
  auto_rebuild: false,
  builds: { latest: null, latest_succeeded: null },
};
