/** A project's chroot, and repositories of build roots, for the API's description. */
import { z } from 'zod';
import { maybeText, ownername } from './common.js';

const texts = z.array(z.string());

/** One chroot of a project, with its settings. */
export const projectChrootAnswer = z
  .object({
    mock_chroot: z.string(),
    ownername,
    projectname: z.string(),
    comps_name: maybeText('name of the comps file'),
    additional_repos: texts,
    additional_packages: texts.meta({ description: 'installed in every build root' }),
    additional_modules: texts,
    with_opts: texts,
    without_opts: texts,
    delete_after_days: z.int().nullable().meta({ description: 'of a disabled chroot: until its results go' }),
    isolation: z.string(),
  })
  .meta({ id: 'ProjectChroot' });

/** A repository of a build root. */
export const repoAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    baseurl: z.string(),
    priority: z.int().nullable(),
    module_hotfixes: z.boolean().nullable(),
    repo_gpgcheck: z.boolean().nullable(),
  })
  .meta({ id: 'Repo' });

/** The chroot that examples are about. */
export const exampleProjectChroot: z.input<typeof projectChrootAnswer> = {
  mock_chroot: 'fedora-42-x86_64',
  ownername: 'jane',
  projectname: 'hello',
  comps_name: null,
  additional_repos: [],
  additional_packages: [],
  additional_modules: [],
  with_opts: [],
  without_opts: [],
  delete_after_days: null,
  isolation: 'unchanged',
};

/** The project's own repository. */
export const exampleRepo: z.input<typeof repoAnswer> = {
  id: 'copr_base',
  name: 'Copr repository',
  baseurl: 'https://kopr.example.org/results/jane/hello/fedora-42-x86_64/',
  priority: null,
  module_hotfixes: null,
  repo_gpgcheck: false,
};
