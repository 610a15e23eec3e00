/** The definition of an RPM task, as the frontend serves it to builders: Copr's record plus the part `kopr`. */
import { z } from 'zod';
import { engine } from './parts.js';

/** A dnf repository of a build root. Null-valued keys are left out, as Copr does. */
export const repoEntry = z.object({
  id: z.string(),
  name: z.string(),
  baseurl: z.string(),
  priority: z.number().int().nullable().optional(),
  module_hotfixes: z.boolean().optional(),
  repo_gpgcheck: z.boolean().optional(),
});
export type RepoEntry = z.output<typeof repoEntry>;

/** Copr's keys and meanings (builder tasks of its backend API); `kopr` holds what our builder needs on top. */
export const rpmDefinition = z.object({
  task_id: z.string(),
  build_id: z.number().int(),
  project_owner: z.string(),
  sandbox: z.string(),
  background: z.boolean(),
  chroot: z.string(),
  tags: z.array(z.string()),
  allow_user_ssh: z.boolean(),
  project_name: z.string(),
  project_dirname: z.string(),
  submitter: z.string().nullable(),
  repos: z.array(repoEntry),
  /** MiB. */
  memory_reqs: z.number().int(),
  /** Seconds. */
  timeout: z.number().int(),
  enable_net: z.boolean(),
  git_repo: z.string(),
  git_hash: z.string().nullable(),
  package_name: z.string().nullable(),
  package_version: z.string().nullable(),
  uses_devel_repo: z.boolean(),
  isolation: z.string(),
  fedora_review: z.boolean(),
  appstream: z.boolean(),
  repo_priority: z.number().int().nullable(),
  ssh_public_keys: z.string().nullable(),
  storage: z.number().int(),
  buildroot_pkgs: z.array(z.string()),
  with_opts: z.array(z.string()),
  without_opts: z.array(z.string()),
  bootstrap: z.string().optional(),
  bootstrap_image: z.string().optional(),
  modules: z.unknown().optional(),
  kopr: z.object({
    engine,
    /** Name of a mock configuration, for the mock engine. */
    mock_config: z.string().nullable(),
    /** A tar of the dist-git commit: spec, patches, `sources`. */
    archive_url: z.url(),
    /** Archives: `<lookaside_url>/<filename>/sha512/<hash>/<filename>`. */
    lookaside_url: z.url(),
    /** `<intake_url>/<task>/<attempt>/…`. */
    intake_url: z.url(),
    /** Ids of the repositories that the house or its operator named; every other one was a user's word, and is read through the guard. */
    trusted_repos: z.array(z.string()).default([]),
    /** Whether addresses of users may lead into private networks; an operator's choice. */
    allow_private: z.boolean().default(false),
    /** Macros for every build, without the `%`. */
    macros: z.record(z.string(), z.string()),
  }),
});
export type RpmDefinition = z.output<typeof rpmDefinition>;
