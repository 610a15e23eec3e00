/** What pages show of packages, and do with them. */
import type { HookRules } from '../domain/hooks/rules.js';
import type { ProjectName } from './links.js';
import type { BuildLine, Listing, SourceFact, Viewer } from './page-data.js';
import type { SecretActs, SecretView } from './secret-data.js';

/** A package as lists show it. */
export interface PackageLine {
  readonly name: string;
  /** Where its source comes from, in words; empty: builds must say. */
  readonly source: string;
  readonly webhookRebuild: boolean;
  /** Numbers of its latest builds; null: there is none. */
  readonly newest: number | null;
  readonly newestGood: number | null;
}

/** A package's own page. */
export interface PackageView {
  readonly project: ProjectName;
  readonly name: string;
  readonly facts: readonly SourceFact[];
  readonly webhookRebuild: boolean;
  readonly hookRules: HookRules;
  /** Whether the viewer may build it now: that needs the right, and a source to build it from. */
  readonly mayBuild: boolean;
  readonly mayEdit: boolean;
  /** What opens its repository; null for those who may not edit it. */
  readonly secret: SecretView | null;
}

/** What rebuilds a package, as typed: patterns on lines. */
export interface HookRulesForm {
  readonly webhookRebuild: boolean;
  readonly branches: string;
  readonly tags: string;
  readonly paths: string;
  readonly pullRequests: string;
}

/** Undefined: there is no such thing. */
export interface PackageData {
  /** By name. */
  packages(project: ProjectName, page: number): Promise<Listing<PackageLine> | undefined>;
  package(project: ProjectName, name: string, viewer: Viewer | null): Promise<PackageView | undefined>;
  /** Newest first. */
  packageBuilds(project: ProjectName, name: string, page: number): Promise<Listing<BuildLine>>;
}

/** Each refuses those who may not. */
export interface PackageActs extends SecretActs {
  /** The number of the new build, for all chroots that the package allows. */
  buildPackage(viewer: Viewer, project: ProjectName, name: string): Promise<number>;
  changeHookRules(viewer: Viewer, project: ProjectName, name: string, form: HookRulesForm): Promise<void>;
}
