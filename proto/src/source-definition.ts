/** The definition of a source task, as the frontend serves it to builders: Copr's record plus the part `kopr`. */
import { z } from 'zod';
import { repoEntry } from './definition.js';
import { engine, pin, sourceType } from './parts.js';
import { secretKind } from './source-secret.js';

/** A distribution's dist-git, as far as a builder needs it: whose clones they are, and where their archives lie. */
export const lookaside = z.object({
  name: z.string(),
  /** The beginning of its clone URLs, without a slash at the end. */
  cloneUrl: z.string(),
  /** Address of an archive, with `{namespace}`, `{pkgname}`, `{filename}`, `{hashtype}` and `{hash}` to be filled in. */
  archiveUri: z.string(),
});
export type Lookaside = z.output<typeof lookaside>;

/** Copr's keys and meanings; `kopr` holds what our builder needs on top. */
export const sourceDefinition = z.object({
  task_id: z.string(),
  build_id: z.number().int(),
  project_owner: z.string(),
  project_name: z.string(),
  project_dirname: z.string(),
  submitter: z.string().nullable(),
  package_name: z.string().nullable(),
  sandbox: z.string(),
  background: z.boolean(),
  /** Of a script only: the chroot that it runs in. */
  chroot: z.string().nullable(),
  /** Copr's number of the type. */
  source_type: z.number().int(),
  /** Text, to be decoded once more. */
  source_json: z.string(),
  appstream: z.boolean(),
  /** Of a script only: repositories for its packages. */
  repos: z.array(repoEntry),
  distributions_in_project: z.array(z.string()),
  distributions_in_build: z.array(z.string()),
  kopr: z.object({
    type: sourceType,
    /** `mock` for a script in a chroot that mock makes; else the container itself is the root. */
    engine,
    mock_config: z.string().nullable(),
    /** What to make it of; what is null here is taken as it is now, and told in the manifest. */
    pin,
    /** What the repository is opened with: asked for at `/backend/get-source-secret/<task>`, once. Null: it is public. */
    secret: secretKind.nullable().default(null),
    /** `<owner>/<dirname>/<package>` when the source is a repository of our own dist-git, at the origin of `intake_url`. */
    house_repository: z.string().nullable().default(null),
    /** The SRPM is put to `<intake_url>/<task>/<attempt>/…`, at dist-git. */
    intake_url: z.url(),
    /** Ids of the repositories that the house or its operator named; every other one was a user's word, and is read through the guard. */
    trusted_repos: z.array(z.string()).default([]),
    /** Whether addresses of users may lead into private networks; an operator's choice. */
    allow_private: z.boolean(),
    /** Bytes of the SRPM, and of all that is downloaded for it. */
    max_srpm_bytes: z.number().int().positive(),
    max_download_bytes: z.number().int().positive(),
    lookasides: z.array(lookaside),
    /** Macros, without the `%`. */
    macros: z.record(z.string(), z.string()),
  }),
});
export type SourceDefinition = z.output<typeof sourceDefinition>;
