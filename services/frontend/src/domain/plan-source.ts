/** After dist-git has resolved a source that must be made into an SRPM: the task that makes it. */
import type { Body, ResourceClass } from '@kopr/proto';
import { hostArch } from './arch-limits.js';
import type { Build } from './build.js';
import { failSource } from './move.js';
import { sourceDefinition, type SourceInput, type SourceRoot } from './source-definition.js';
import { sourceResults, sourceTaskId, type SourceTask } from './source-part.js';

/** What planning a source task reads of instance and project, as they are at that moment. */
export interface SourcePlanInput extends SourceInput {
  readonly class: ResourceClass;
  /** The image with the tools; a script brings its chroot's own instead. */
  readonly sourceImage: string;
  /** For chroots of the mock engine that name no image. */
  readonly builderImage: string;
  readonly timeLimitS: number;
}

/** The build with its source task; it goes into the line unless the build waits for another batch. */
export function onResolved(build: Build, { pin }: Body<'source.resolved'>, input: SourcePlanInput, now: Date): Build {
  const { source } = build;
  if (source.state !== 'pending' || source.task) return build;
  const resolved = { ...build, source: { ...source, pin, movedAt: now } };
  if (input.type === 'custom' && !input.root) {
    const reason = `the chroot ${String(input.params['chroot'])}, in which the script is to run, is not active any more`;
    return failSource(resolved, now, { reason, stage: 'srpm-build', retriable: false });
  }
  return { ...resolved, source: { ...resolved.source, task: taskOf(resolved, input, now) } };
}

function taskOf(build: Build, input: SourcePlanInput, now: Date): SourceTask {
  const { id, project, options, batch } = build;
  return {
    definition: sourceDefinition(build, input),
    placement: {
      task: sourceTaskId(id),
      kind: 'source',
      build: id,
      attempt: 0,
      owner: project.owner,
      projectId: project.id,
      priority: options.background ? 10 : 0,
      batch: batch?.id ?? null,
      ...rootOf(input, input.root),
      tags: [],
      class: input.class,
      timeLimitS: input.timeLimitS,
      network: true,
      results: sourceResults(project, id),
      queuedAt: now.toISOString(),
    },
  };
}

/** A script runs in the chroot that it names, and so on its architecture; the tools run on any. */
function rootOf({ sourceImage, builderImage }: SourcePlanInput, root: SourceRoot | null) {
  if (!root) return { arch: null, engine: 'rpmbuild' as const, image: sourceImage };
  return { arch: hostArch(root.name), engine: root.engine, image: root.image ?? builderImage };
}

/** The source task of a build that waited for another batch: its place in line is from now on. */
export function queuedAt(task: SourceTask, now: Date): SourceTask {
  return { ...task, placement: { ...task.placement, queuedAt: now.toISOString() } };
}
