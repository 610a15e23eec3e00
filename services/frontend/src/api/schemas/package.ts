/** The package of API v3, for its description, with one to show. */
import { secretKind } from '@kopr/proto';
import { z } from 'zod';
import { PULL_REQUESTS } from '../../domain/hooks/rules.js';
import { buildAnswer } from './build.js';
import { id, ownername } from './common.js';

const patterns = (about: string) => z.array(z.string()).meta({ description: `${about}: shell patterns` });

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
    kopr_webhook_branches: patterns('branches whose pushes rebuild it'),
    kopr_webhook_tags: patterns('tags that rebuild it'),
    kopr_webhook_paths: patterns('files whose changes rebuild it'),
    kopr_webhook_pull_requests: z.enum(PULL_REQUESTS).meta({ description: 'which pull requests are built' }),
    kopr_source_secret: secretKind.nullable().meta({
      description: 'what opens its private repository; it goes when the address changes',
    }),
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
  kopr_webhook_branches: [],
  kopr_webhook_tags: [],
  kopr_webhook_paths: [],
  kopr_webhook_pull_requests: 'all',
  kopr_source_secret: null,
  builds: { latest: null, latest_succeeded: null },
};
