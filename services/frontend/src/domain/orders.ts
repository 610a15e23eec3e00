/** What the frontend orders for a build's parts. Each may be said again: it is the same order. */
import type { BodyInput, MessageType, Placement, ProjectRef, SourceDefinition } from '@kopr/proto';
import { isOfProject } from '@kopr/shared/domain';
import type { Build, Chroot } from './build.js';
import type { Run } from './run.js';
import { userOf } from './submitter.js';

/** A message to say, before it has an id. */
export type Saying = { [T in MessageType]: { readonly type: T; readonly body: BodyInput<T> } }[MessageType];

/** A part with its task, whichever kind that is. */
type Tasked = Pick<Run, 'progress'> & { readonly task: { readonly placement: Placement } | null };

/**
 * Puts the part's task in line; the same task may be said again. A lost attempt is not offered: a scheduler that forgot
 * the loss would take it up again when its host comes back, and we would not hear its end.
 */
export function queueOrder({ task, progress }: Tasked): Saying[] {
  const attempt = progress.phase === 'lost' ? progress.attempt + 1 : progress.attempt;
  return task ? [{ type: 'task.queued', body: { ...task.placement, attempt } }] : [];
}

/** Has the accepted attempt published; the same request may be said again. */
export function publishOrder(chroot: Chroot, build: Build): Saying[] {
  const { task, request, manifest, progress, name } = chroot;
  if (!task || request === null || manifest === null) return [];
  const { settings, placement } = task;
  const body = {
    request,
    build: build.id,
    task: placement.task,
    attempt: progress.attempt,
    project: build.project,
    chroot: name,
    package: build.package ?? '',
    results: placement.results,
    manifest,
    settings,
  };
  return [{ type: 'publish.requested', body }];
}

/** Has the SRPM of the accepted source task imported; the same round may be said again. */
export function importOrder({ id, project, submitter, options, batch, source }: Build): Saying[] {
  const { manifest, progress, pin, branches, round } = source;
  if (manifest === null) return [];
  const { background } = options;
  const of = { build: id, project, submitter: userOf(submitter), background, batch: batch?.id ?? null };
  const inPlace = source.task && inPlaceOf(project, source.task.definition);
  const what = { attempt: progress.attempt, manifest, pin, inPlace, branches: [...(branches ?? [])], round };
  return [{ type: 'import.requested', body: { ...of, ...what } }];
}

/**
 * A package of the project's own dist-git is built as it was pushed: importing its SRPM would drop what else lies in the
 * commit. What a tool makes of another folder or in another way is no commit's own, and is imported.
 */
function inPlaceOf(project: ProjectRef, { kopr, source_json: json }: SourceDefinition): string | null {
  const { type, house_repository: house } = kopr;
  const [owner = '', dirname = ''] = house?.split('/') ?? [];
  if (house == null || !isOfProject({ owner, dirname }, project)) return null;
  if (type === 'distgit') return house;
  const { srpm_build_method: method, subdirectory, spec } = JSON.parse(json) as Record<string, unknown>;
  const isWhole = (method ?? 'rpkg') === 'rpkg' && !subdirectory && !spec;
  return isWhole && dirname === project.dirname ? house : null;
}
