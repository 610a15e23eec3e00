/** Where a build's source stands, as its page shows it. */
import type { Config } from '../../config.js';
import type { Build } from '../../domain/build.js';
import { finishedSrpm, type SourceType } from '../../domain/source-definition.js';
import { type SourcePart, sourceTaskId } from '../../domain/source-part.js';
import type { BuildView, SourceTaskView } from '../page-data.js';
import { sourceFacts } from './source-facts.js';

type Places = Pick<Config, 'resultsUrl' | 'distGitUrl'>;
type Row = { readonly sourceType: SourceType; readonly sourceParams: Readonly<Record<string, unknown>> };
type Told =
  | 'facts'
  | 'made'
  | 'pin'
  | 'sourceState'
  | 'sourceStage'
  | 'sourceMovedAt'
  | 'sourceTask'
  | 'sourceLogUrl'
  | 'importLogUrl'
  | 'gitUrl';

/** All of it. */
export function sourceView(build: Build, { sourceType, sourceParams }: Row, places: Places): Pick<BuildView, Told> {
  const { source } = build;
  return {
    facts: sourceFacts(sourceType, sourceParams, source.pin),
    made: isMade(sourceType, sourceParams),
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
  { id, source, project, package: name }: Build,
  { distGitUrl, resultsUrl }: Places,
): Pick<BuildView, 'importLogUrl' | 'gitUrl' | 'sourceLogUrl'> {
  const { state, began, task } = source;
  const wasImported = state !== 'forked' && state !== 'canceled';
  return {
    sourceLogUrl: began && task ? `${resultsUrl}/${task.placement.results}/builder-live.log` : null,
    importLogUrl: wasImported ? `${distGitUrl}/import-logs/${id}.log` : null,
    gitUrl:
      state === 'succeeded' && name !== null ? `${distGitUrl}/git/${project.owner}/${project.dirname}/${name}` : null,
  };
}
