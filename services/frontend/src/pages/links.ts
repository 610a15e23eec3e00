/** Every address that pages link to; Copr's, wherever Copr has one. */
import { parseUrl } from '@kopr/shared/domain';
import type { SubmitKind } from './source-inputs.js';

/** The part of an address that names an owner: groups stand behind `g/`. */
function ownerPart(owner: string): string {
  return owner.startsWith('@') ? `g/${encodeURIComponent(owner.slice(1))}` : encodeURIComponent(owner);
}

/** A project by owner and name. */
export interface ProjectName {
  readonly owner: string;
  readonly name: string;
}

export const HOME = '/';
export const PROJECTS = '/coprs/';
export const BUILDS = '/builds/';
export const NEW_PROJECT = '/coprs/new/';
export const LOGIN = '/login/';
export const LOGOUT = '/logout/';
export const API = '/api/';
export const API_DOCS = '/api_3/docs';
/** The API's description for programs. */
export const SWAGGER = '/api_3/swagger.json';
export const NEW_TOKEN = '/api/new/';
export const REVOKE_TOKEN = '/api/revoke/';

/** The projects of a user or a group. */
export const ownerPath = (owner: string): string => `/coprs/${ownerPart(owner)}/`;
/** A project's page. */
export const projectPath = ({ owner, name }: ProjectName): string => `${ownerPath(owner)}${encodeURIComponent(name)}/`;
/** A project's page below it. */
export const projectBuildsPath = (project: ProjectName): string => `${projectPath(project)}builds/`;
/** Where builds of a kind of source are submitted. */
export const submitPath = (project: ProjectName, kind: SubmitKind = 'file'): string =>
  `${projectPath(project)}add_build${kind === 'file' ? '' : `_${kind}`}/`;
export const deleteProjectPath = (project: ProjectName): string => `${projectPath(project)}delete/`;
/** A build's page. */
export const buildPath = (project: ProjectName, build: number): string => `${projectPath(project)}build/${build}/`;
export const cancelBuildPath = (project: ProjectName, build: number): string =>
  `${projectPath(project)}cancel_build/${build}/`;
/** Asks for a failed import once more. */
export const retryImportPath = (project: ProjectName, build: number): string =>
  `${projectPath(project)}retry_import/${build}/`;
/** Submits a build once more. */
export const repeatBuildPath = (project: ProjectName, build: number): string =>
  `${projectPath(project)}repeat_build/${build}/`;
export const deleteBuildPath = (project: ProjectName, build: number): string =>
  `${projectPath(project)}delete_build/${build}/`;

/** What a project's webhooks are, and what came of them. */
export const webhooksPath = (project: ProjectName): string => `${projectPath(project)}webhooks/`;
export const deliveryPath = (project: ProjectName, delivery: number): string => `${webhooksPath(project)}${delivery}/`;
export const redeliverPath = (project: ProjectName, delivery: number): string =>
  `${deliveryPath(project, delivery)}redeliver/`;
export const hookSecretPath = (project: ProjectName): string => `${webhooksPath(project)}secret/`;
export const hookKeysPath = (project: ProjectName): string => `${webhooksPath(project)}keys/`;
export const statusTokenPath = (project: ProjectName): string => `${webhooksPath(project)}status-token/`;
export const removeStatusTokenPath = (project: ProjectName): string => `${statusTokenPath(project)}remove/`;
export const hookTestPath = (project: ProjectName): string => `${webhooksPath(project)}test/`;

/** The .repo file of one release of a distribution, under the name that it should be saved by. */
export function repoFilePath({ owner, name }: ProjectName, release: string): string {
  const file = `${owner.replace('@', 'group_')}-${name}-${release}.repo`;
  return `${projectPath({ owner, name })}repo/${release}/${file}`;
}

/** A project's packages, and one of them. */
export const packagesPath = (project: ProjectName): string => `${projectPath(project)}packages/`;
export const packagePath = (project: ProjectName, name: string): string =>
  `${projectPath(project)}package/${encodeURIComponent(name)}/`;
export const packageBuildPath = (project: ProjectName, name: string): string => `${packagePath(project, name)}build/`;
/** Which changes a package is built for. */
export const hookRulesPath = (project: ProjectName, name: string): string => `${packagePath(project, name)}hooks/`;

/** The secret of its private repository. */
export const secretPath = (project: ProjectName, name: string): string => `${packagePath(project, name)}secret/`;
export const makeKeyPath = (project: ProjectName, name: string): string => `${secretPath(project, name)}make/`;
export const dropSecretPath = (project: ProjectName, name: string): string => `${secretPath(project, name)}remove/`;

/** A package, with its default source, for programs. */
export function packageApiPath({ owner, project }: { owner: string; project: string }, name: string): string {
  return `/api_3/package?${new URLSearchParams({ ownername: owner, projectname: project, packagename: name }).toString()}`;
}

/** Where to log in, and to come back from to `next`. */
export const loginPath = (next: string): string => `${LOGIN}?next=${encodeURIComponent(next)}`;

/** An address within this site, or the home page: nobody is sent elsewhere by a link of ours. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return HOME;
  return next;
}

/** Only web addresses become links; whatever else people typed stays text. */
export function webUrl(text: string | null): string | undefined {
  const url = text === null ? undefined : parseUrl(text);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}
