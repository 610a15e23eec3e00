/** The project of API v3, for its description, with one to show. */
import { z } from 'zod';
import { id, maybeText, ownername } from './common.js';

/** A project. */
export const projectAnswer = z
  .object({
    id: id('the project’s number'),
    name: z.string(),
    ownername,
    full_name: z.string().meta({ description: '`<ownername>/<name>`' }),
    homepage: maybeText('a URL'),
    contact: maybeText('an e-mail address or a URL'),
    description: z.string(),
    instructions: z.string(),
    devel_mode: z.boolean().meta({ description: 'repositories are regenerated only on demand' }),
    persistent: z.boolean().meta({ description: 'cannot be deleted' }),
    unlisted_on_hp: z.boolean().meta({ description: 'not shown on the home page' }),
    auto_prune: z.boolean().meta({ description: 'results of old builds go when newer ones supersede them' }),
    chroot_repos: z
      .record(z.string(), z.string())
      .meta({ description: 'the repository’s address of each enabled chroot' }),
    additional_repos: z.array(z.string()).meta({ description: 'repositories that builds may use' }),
    enable_net: z.boolean().meta({ description: 'builds may use the network' }),
    bootstrap: maybeText('how the build root is made'),
    isolation: maybeText('how the build root is isolated'),
    module_hotfixes: z.boolean(),
    appstream: z.boolean().meta({ description: 'asked for; repositories do not tell of applications yet' }),
    packit_forge_projects_allowed: z.array(z.string()),
    follow_fedora_branching: z.boolean(),
    repo_priority: z.int().nullable(),
    storage: z.string().meta({ description: 'where results lie' }),
  })
  .meta({ id: 'Project' });

const RESULTS = 'https://kopr.example.org/results';

/** The project that examples are about. */
export const exampleProject: z.input<typeof projectAnswer> = {
  id: 1,
  name: 'hello',
  ownername: 'jane',
  full_name: 'jane/hello',
  homepage: 'https://example.org/hello',
  contact: 'jane@example.org',
  description: 'Says hello.',
  instructions: '',
  devel_mode: false,
  persistent: false,
  unlisted_on_hp: false,
  auto_prune: true,
  chroot_repos: { 'fedora-42-x86_64': `${RESULTS}/jane/hello/fedora-42-x86_64/` },
  additional_repos: [],
  enable_net: false,
  bootstrap: 'default',
  isolation: 'default',
  module_hotfixes: false,
  appstream: false,
  packit_forge_projects_allowed: [],
  follow_fedora_branching: true,
  repo_priority: null,
  storage: 'backend',
};
