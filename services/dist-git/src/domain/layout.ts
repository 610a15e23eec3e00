/** Where everything lies below the data directory. One file system: files move between these by rename and hard link. */
import { type RepositoryName, repositoryPath } from './names.js';

/** Functions from validated names to absolute paths. */
export interface Layout {
  /** The data directory itself. */
  readonly root: string;
  /** The bare repository. */
  repository(name: RepositoryName): string;
  /** A repository without anything in it: what a package has that nobody pushed to yet. */
  readonly empty: string;
  /** All repositories of a dirname. */
  repositories(owner: string, dirname: string): string;
  /** The parent of all repositories, for git's http-backend. */
  readonly git: string;
  /** An archive as a package refers to it: a hard link to its blob. */
  archive(name: RepositoryName, file: string, sha512: string): string;
  /** All archives of a package. */
  packageArchives(name: RepositoryName): string;
  archives(owner: string, dirname: string): string;
  /** The one copy of an archive's content. */
  blob(sha512: string): string;
  log(build: number): string;
  /** A whole, checked SRPM that waits for its import. */
  srpm(build: number): string;
  /** The parent of everything that builders put here: `<task>/<attempt>`. */
  readonly intake: string;
  /** What a source task's attempts put here, and what one of them did. */
  task(task: string): string;
  attempt(task: string, attempt: number): string;
  /** Files in the making; nothing here outlives its claim. */
  readonly work: string;
  /** Archives that packagers are uploading; each goes when its upload ends. */
  readonly uploads: string;
  /** Renamed away, to be removed. */
  readonly trash: string;
  readonly spool: string;
}

/** Logs lie a thousand in a directory. */
const LOGS_PER_DIRECTORY = 1000;

/** The layout of `<root>`. */
export function layoutOf(root: string): Layout {
  return {
    root,
    git: `${root}/git`,
    repository: (name) => `${root}/git/${repositoryPath(name)}.git`,
    empty: `${root}/empty.git`,
    repositories: (owner, dirname) => `${root}/git/${owner}/${dirname}`,
    archive: (name, file, sha512) => `${root}/lookaside/${repositoryPath(name)}/${file}/sha512/${sha512}/${file}`,
    packageArchives: (name) => `${root}/lookaside/${repositoryPath(name)}`,
    archives: (owner, dirname) => `${root}/lookaside/${owner}/${dirname}`,
    blob: (sha512) => `${root}/blobs/sha512/${sha512.slice(0, 2)}/${sha512}`,
    log: (build) => `${root}/import-logs/${Math.floor(build / LOGS_PER_DIRECTORY)}/${build}.log`,
    srpm: (build) => `${root}/spool/${build}.src.rpm`,
    intake: `${root}/intake`,
    task: (task) => `${root}/intake/${task}`,
    attempt: (task, attempt) => `${root}/intake/${task}/${attempt}`,
    work: `${root}/work`,
    uploads: `${root}/uploads`,
    trash: `${root}/trash`,
    spool: `${root}/spool`,
  };
}
