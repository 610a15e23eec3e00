/** What the pages' routes are handed: reading, doing, knowing who asks. Functions, so that tests and pictures need no database. */
import type { Request, Response } from 'express';
import type { FormType } from '../api/source-forms.js';
import type { ShownToken } from './api-config.js';
import type { HookActs, HookData } from './hook-data.js';
import type { PackageActs, PackageData } from './package-data.js';
import type { ProjectName } from './links.js';
import type { ProjectForm } from './new-project.js';
import type { PageData, Viewer } from './page-data.js';

/** One browser's visit. */
export interface Visit {
  readonly viewer: Viewer | null;
  /** What every form of this visit must carry. */
  readonly csrf: string;
}

/** Sessions as pages see them. */
export interface Visits {
  of(request: Request, response: Response): Promise<Visit>;
  /** Whether the form was made for this visit. */
  isOwn(request: Request, token: unknown): Promise<boolean>;
  /** Begins a session for whoever name and password belong to; false when they do not fit. */
  logIn(request: Request, response: Response, name: string, password: string): Promise<boolean>;
  logOut(request: Request, response: Response): Promise<void>;
}

/** What was asked to be built. */
export interface SubmitForm {
  /** The source's own fields, by their names. */
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
  readonly chroots: readonly string[];
  readonly background: boolean;
}

/** Everything that pages do; a refusal is thrown, and shown beside the form. */
export interface PageActs extends HookActs, PackageActs {
  createProject(viewer: Viewer, form: ProjectForm): Promise<void>;
  deleteProject(viewer: Viewer, owner: string, name: string): Promise<void>;
  /** Reads the form of a submission, storing its file if it brings one; the fields come first. */
  receiveBuild(request: Request): Promise<ReceivedBuild>;
  /** The number of the build of a source that must be made into an SRPM first. */
  submitSource(viewer: Viewer, to: ProjectName, type: FormType, form: SubmitForm): Promise<number>;
  cancelBuild(viewer: Viewer, build: number): Promise<void>;
  deleteBuild(viewer: Viewer, build: number): Promise<void>;
  /** Asks once more for an import that failed. */
  retryImport(viewer: Viewer, build: number): Promise<void>;
  /** Submits the build once more, for its chroots; answers the number of the new one. */
  resubmitBuild(viewer: Viewer, build: number, source: 'same' | 'newest'): Promise<number>;
  newToken(viewer: Viewer): Promise<ShownToken>;
  revokeToken(viewer: Viewer, token: number): Promise<void>;
}

/** A submission on its way; exactly one of `submit` and `drop` must be called. */
export interface ReceivedBuild {
  readonly csrf: unknown;
  readonly form: SubmitForm;
  /** The numbers of the new builds. */
  submit(viewer: Viewer, owner: string, project: string): Promise<number[]>;
  drop(): Promise<void>;
}

/** All of it. */
export interface PageDeps {
  readonly data: PageData & HookData & PackageData;
  readonly acts: PageActs;
  readonly visits: Visits;
  readonly siteUrl: string;
  readonly distGitUrl: string;
  readonly intakeUrl: string;
  readonly now: () => Date;
  /** The trace of the running request, to be named when something of ours broke. */
  readonly trace: () => string | undefined;
}
