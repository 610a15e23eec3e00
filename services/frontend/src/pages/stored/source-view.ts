/** Where a build's source stands, as its page shows it. */
import type { Config } from '../../config.js';
import type { Build } from '../../domain/build.js';
import { finishedSrpm, type SourceType } from '../../domain/source-definition.js';
import { type SourcePart, sourceTaskId } from '../../domain/source-part.js';
import type { BuildView, ImportedSources, SourceTaskView } from '../page-data.js';
import { sourceFacts } from './source-facts.js';

type Places = Pick<Config, 'resultsUrl' | 'distGitUrl'>;
type Row = { readonly sourceType: SourceType; readonly sourceParams: Readonly<Record<string, unknown>> };
type Told =
  | 'facts'
  | 'made'
  | 'fetched'
  | 'importedBy'
  | 'pin'
  | 'sourceState'
  | 'sourceStage'
  | 'sourceMovedAt'
  | 'sourceTask'
  | 'sourceLogUrl'
  | 'importLogUrl'
  | 'sources';

/** All of it. */
export function sourceView(build: Build, { sourceType, sourceParams }: Row, places: Places): Pick<BuildView, Told> {
  const { source } = build;
  return {
    facts: sourceFacts(sourceType, sourceParams, source.pin),
    made: isMade(sourceType, sourceParams),
    fetched: sourceType === 'link',
    importedBy: source.importedBy,
    pin: source.pin,
    sourceState: source.state,
    sourceStage: source.stage,
    sourceMovedAt: source.movedAt,
    sourceTask: source.task && taskView(source, sourceTaskId(build.id), source.task.placement.queuedAt),
    ...sourcePlaces(build, places),
  };
}

/** The address of an upload is known only to those who need it; its name tells as much. */
function isMade(type: SourceType, params: Row['sourceParams']): boolean {
  return finishedSrpm(type, type === 'upload' ? { url: params['pkg'] } : params) === null;
}

function taskView(source: SourcePart, id: string, queuedAt: string): SourceTaskView {
  const { progress, host, startedAt, endedAt } = source;
  return {
    id,
    attempt: progress.attempt,
    host,
    startedAt,
    endedAt,
    state: taskState(source),
    queuedAt: new Date(queuedAt),
  };
}

function taskState({ state, manifest }: SourcePart): SourceTaskView['state'] {
  if (manifest !== null) return 'accepted';
  if (state === 'running') return 'running';
  return state === 'pending' || state === 'starting' ? 'waiting' : 'over';
}

/** Logs may be read while they grow; dist-git's begins with its first try. */
function sourcePlaces(
  build: Build,
  { distGitUrl, resultsUrl }: Places,
): Pick<BuildView, 'importLogUrl' | 'sources' | 'sourceLogUrl'> {
  const { state, began, task, importedBy } = build.source;
  const wasImported = state !== 'forked' && state !== 'canceled';
  return {
    sourceLogUrl: began && task ? `${resultsUrl}/${task.placement.results}/builder-live.log` : null,
    importLogUrl: wasImported ? `${distGitUrl}/import-logs/${importedBy ?? build.id}.log` : null,
    sources: state === 'succeeded' ? importedSources(build, distGitUrl) : null,
  };
}

/** Chroots of one release are built from one commit, and mostly all of them from the same. */
function importedSources({ project, package: name, chroots }: Build, distGitUrl: string): ImportedSources | null {
  if (name === null) return null;
  const repository = `${project.owner}/${project.dirname}/${name}`;
  const url = `${distGitUrl}/browse/${repository}/`;
  const hashes = new Set(chroots.flatMap(({ task }) => task?.definition.git_hash ?? []));
  return {
    cloneUrl: `${distGitUrl}/git/${repository}`,
    url,
    commits: [...hashes].map((hash) => ({ hash, url: `${url}commit/${hash}` })),
  };
}
