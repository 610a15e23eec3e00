/** What pages show, and where they get it: values made for looking at, so that a page knows no table and no test needs one. */
import type { Pin, SourceStage } from '@kopr/proto';
import type { BuildStateName, ChrootState, SourceState } from '@kopr/shared/domain';

/** Whoever looks. `owners`: themselves and their groups (`@group`), for whom they may make projects. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly owners: readonly string[];
}

/** One slice of a long list, newest first; pages count from 1. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly more: boolean;
}

/** A project as lists show it. */
export interface ProjectLine {
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly chroots: readonly string[];
  readonly createdAt: Date;
}

/** A build as a glance shows it. */
export interface BuildGlance {
  readonly id: number;
  readonly owner: string;
  readonly project: string;
  /** Null until the source was read. */
  readonly package: string | null;
  readonly version: string | null;
  readonly state: BuildStateName;
  readonly submitter: string | null;
  readonly submittedAt: Date;
  readonly endedAt: Date | null;
}

/** A build as tables show it. */
export interface BuildLine extends BuildGlance {
  readonly chroots: readonly { readonly name: string; readonly state: ChrootState }[];
}

/** A chroot that a project builds for. */
interface ProjectChroot {
  readonly name: string;
  /** `<os>-<version>`: what a .repo file is for. */
  readonly release: string;
  /** The instance's remark about it; empty when there is none. */
  readonly comment: string;
  /** The repository's directory. */
  readonly repositoryUrl: string;
}

/** A project's own page. */
export interface ProjectView extends ProjectLine {
  readonly id: number;
  readonly instructions: string;
  readonly homepage: string | null;
  readonly contact: string | null;
  readonly projectChroots: readonly ProjectChroot[];
  /** Whether the viewer may submit, cancel and delete builds, and delete the project. */
  readonly mayBuild: boolean;
  /** Whether the viewer may see and change its webhooks. */
  readonly mayEdit: boolean;
  /** Protected against deletion. */
  readonly persistent: boolean;
}

/** What became of a build in one chroot. */
export interface ChrootView {
  readonly name: string;
  readonly state: ChrootState;
  /** Accepted, and on its way into the repository. */
  readonly publishing: boolean;
  readonly task: string;
  readonly attempt: number;
  readonly reason: string | null;
  readonly resultsUrl: string | null;
  readonly logUrl: string | null;
  readonly packages: readonly string[];
  readonly startedAt: Date | null;
  /** When its result was accepted, if that is known. */
  readonly acceptedAt: Date | null;
  readonly endedAt: Date | null;
}

/** One thing to be told of a source; what was typed is text, unless a link was made of it. */
export interface SourceFact {
  readonly term: string;
  readonly text: string;
  readonly href?: string | undefined;
  /** Of several lines, and as long as it likes. */
  readonly isScript?: true;
}

/** The task that makes an SRPM of a source. */
export interface SourceTaskView {
  readonly id: string;
  readonly attempt: number;
  readonly host: string | null;
  readonly state: 'waiting' | 'running' | 'accepted' | 'over';
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Where imported sources lie in dist-git. */
export interface ImportedSources {
  readonly cloneUrl: string;
  /** The package's page there. */
  readonly url: string;
  /** What the chroots are built from; none until they are planned. */
  readonly commits: readonly { readonly hash: string; readonly url: string }[];
}

/** A build's own page. */
export interface BuildView extends Omit<BuildLine, 'chroots'> {
  readonly dirname: string;
  /** What it is built from, where that comes from, and what it came to. */
  readonly facts: readonly SourceFact[];
  /** Builds of a batch belong together; `blocked` while the batch before it is not over. */
  readonly batch: { readonly id: number; readonly blocked: boolean } | null;
  readonly sourceState: SourceState;
  readonly sourceMovedAt: Date;
  /** Whether a builder makes an SRPM of it before it is imported. */
  readonly made: boolean;
  /** Whether it comes from an address, where another file may be by now. */
  readonly fetched: boolean;
  /** The earlier build whose import it uses; null where it was imported for this one. */
  readonly importedBy: number | null;
  /** That builder's task; null until the source was resolved, and where none is needed. */
  readonly sourceTask: SourceTaskView | null;
  /** Where on its way the source failed; null while it has not. */
  readonly sourceStage: SourceStage | null;
  /** The commit or version that the source was made of, or is to be made of; null while that is not known. */
  readonly pin: Pin | null;
  /** The log of the builder that makes the SRPM, also while it grows; null where none does or did. */
  readonly sourceLogUrl: string | null;
  readonly importLogUrl: string | null;
  /** Null until they were imported. */
  readonly sources: ImportedSources | null;
  readonly reason: string | null;
  readonly over: boolean;
  readonly chroots: readonly ChrootView[];
  readonly mayCancel: boolean;
  readonly mayDelete: boolean;
  /** Whether the viewer may ask once more for an import that failed, and there is hope for it. */
  readonly mayRetryImport: boolean;
  /** Whether the viewer may submit the build once more, and its source is still there. */
  readonly mayResubmit: boolean;
}

/** An API token, which itself is shown only once. */
export interface TokenLine {
  readonly id: number;
  readonly login: string;
  readonly createdAt: Date;
  /** `YYYY-MM-DD`, its last day. */
  readonly expiresOn: string;
}

/** An alarm of a service, in words for people. */
export interface AlarmLine {
  readonly service: string;
  readonly alarm: string;
  readonly text: string;
  readonly since: Date;
}

/** Which builds a list shows. */
export interface BuildQuery {
  readonly page: number;
  /** Undefined: all projects. */
  readonly project?: Pick<ProjectView, 'id' | 'owner' | 'name'>;
}

/** Everything that pages read. Undefined: there is no such thing. */
export interface PageData {
  /** The newest of what wants to be seen. */
  home(): Promise<{ readonly builds: readonly BuildLine[]; readonly projects: readonly ProjectLine[] }>;
  projects(query: { page: number; owner?: string; search?: string }): Promise<Listing<ProjectLine>>;
  builds(query: BuildQuery): Promise<Listing<BuildLine>>;
  /** A project's newest builds, at most `count`. */
  newest(project: Pick<ProjectView, 'id' | 'owner' | 'name'>, count: number): Promise<Listing<BuildGlance>>;
  owner(owner: string): Promise<{ readonly name: string } | undefined>;
  project(owner: string, name: string, viewer: Viewer | null): Promise<ProjectView | undefined>;
  build(id: number, viewer: Viewer | null): Promise<BuildView | undefined>;
  /** Chroots that a new project may have. */
  chroots(): Promise<readonly { readonly name: string; readonly comment: string }[]>;
  /** Names of the distributions' dist-gits that builds may come from, the default first. */
  distGits(): Promise<readonly string[]>;
  tokens(viewer: Viewer): Promise<readonly TokenLine[]>;
  /** What rings now, the longest first; cheap enough for every page. */
  alarms(): Promise<readonly AlarmLine[]>;
}
