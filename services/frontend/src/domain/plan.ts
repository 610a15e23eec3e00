/** After the import: which chroots are built, which are skipped, and what each task is. */
import type { Body, ResourceClass } from '@kopr/proto';
import { hostArch, whyExcluded } from './arch-limits.js';
import { resultsPath, taskIdOf, type Build, type Chroot, type TaskOrder } from './build.js';
import { rpmDefinition, type ProjectSettings, type Root } from './definition.js';
import { allowedChroots } from './denylist.js';
import { failSource, moveChroot, moveSource } from './move.js';
import { queuedAt } from './plan-source.js';
import { NO_RUN } from './run.js';
import type { SourcePart } from './source-part.js';

/** What planning reads from the project, as it is at that moment. */
export interface PlanInput {
  readonly project: ProjectSettings;
  /** The project's enabled chroots. */
  readonly roots: readonly Root[];
  /** Patterns of chroots that the package is not built for, unless they were chosen. */
  readonly denylist?: readonly string[];
  readonly class: ResourceClass;
  readonly vendor: string;
  /** Whether repositories that users name may be in private networks. */
  readonly allowPrivate: boolean;
  /** For chroots of the mock engine that name no image. */
  readonly builderImage: string;
}

/** Longest path below the results tree. */
const MAX_PATH = 500;

/** Why a source came to nothing although it was imported. */
const NO_CHROOT = 'no chroot of the project is enabled, so there is nothing to build';

type Imported = Body<'source.imported'>;

/** The build after its import: every chroot pending with its task, skipped, or failed with the reason; or all waiting. */
export function onImported(build: Build, imported: Imported, input: PlanInput, now: Date): Build {
  const moved = moveSource(build.source, 'imported', now);
  if (!moved) return build;
  const source = { ...moved, pin: imported.pin ?? moved.pin };
  const version = evrText(imported);
  const known = { ...build, package: imported.package, version };
  const names = namesOf(build, imported, input);
  if (names.length === 0) return failSource(known, now, { reason: NO_CHROOT, stage: 'import', retriable: false });
  if (!build.batch?.blocked) return { ...known, source, chroots: planAll(known, names, imported, input, now) };
  const chroots = names.map((name) => chrootOf(build, name, now));
  return { ...known, source, chroots, imported };
}

/** The build when the batch before its own is over: what was resolved goes into line, what was imported is planned. */
export function onFreed(build: Build, input: PlanInput, now: Date): Build {
  if (!build.batch?.blocked) return build;
  const free = {
    ...build,
    source: freedSource(build.source, now),
    batch: { ...build.batch, blocked: false },
    imported: null,
  };
  if (!build.imported || build.endedAt) return free;
  return { ...free, chroots: planAll(free, namesOf(build, build.imported, input), build.imported, input, now) };
}

function freedSource(source: SourcePart, now: Date): SourcePart {
  const { state, task } = source;
  return state === 'pending' && task ? { ...source, task: queuedAt(task, now), movedAt: now } : source;
}

/**
 * Those that it has (chosen, or waiting for another batch), or else all of the project's that the package allows: as they
 * were when the import was asked for. One of another branch that was enabled since then comes with the next build.
 */
function namesOf(build: Build, imported: Imported, input: PlanInput): readonly string[] {
  if (build.chroots.length > 0) return build.chroots.map((chroot) => chroot.name);
  if (build.chosen) return build.chosen;
  const enabled = input.roots.filter(({ branch }) => imported.commits[branch] !== undefined).map(({ name }) => name);
  return allowedChroots(enabled, input.denylist ?? []);
}

function planAll(build: Build, names: readonly string[], imported: Imported, input: PlanInput, now: Date): Chroot[] {
  return names.map((name) => planChroot(build, name, imported, input, now));
}

function chrootOf(build: Build, name: string, now: Date): Chroot {
  return build.chroots.find((chroot) => chroot.name === name) ?? newChroot(name, now);
}

function planChroot(build: Build, name: string, imported: Imported, input: PlanInput, now: Date): Chroot {
  const waiting = chrootOf(build, name, now);
  const root = input.roots.find((candidate) => candidate.name === name);
  const fail = (reason: string) => moveChroot(waiting, 'broke', now, reason) ?? waiting;
  if (!root) return fail(`${name} is not enabled in the project any more`);
  const excluded = whyExcluded(imported.limits, name);
  if (excluded !== undefined) return moveChroot(waiting, 'skipped', now, excluded) ?? waiting;
  const commit = imported.commits[root.branch];
  if (commit === undefined) return fail(`dist-git has no commit for the branch ${root.branch}`);
  if (resultsPath(build.project, name, build.id, imported.package).length > MAX_PATH)
    return fail('the names of owner, directory and package are too long together');
  const task = orderOf(build, root, { imported, commit }, input, now);
  return moveChroot({ ...waiting, task }, 'queued', now) ?? waiting;
}

/** A chroot that nothing has happened to. */
export function newChroot(name: string, now: Date): Chroot {
  return {
    ...NO_RUN,
    name,
    state: 'waiting',
    phase: 'building',
    task: null,
    reason: null,
    request: null,
    packages: [],
    movedAt: now,
  };
}

function orderOf(
  build: Build,
  root: Root,
  { imported, commit }: { imported: Imported; commit: string },
  input: PlanInput,
  now: Date,
): TaskOrder {
  const source = { package: imported.package, version: evrText(imported), repository: imported.repository, commit };
  const definition = rpmDefinition({
    build,
    root,
    project: input.project,
    source,
    memoryMb: input.class.memoryMb,
    vendor: input.vendor,
    allowPrivate: input.allowPrivate,
  });
  return {
    definition,
    placement: {
      task: taskIdOf(build.id, root.name),
      kind: 'rpm',
      build: build.id,
      attempt: 0,
      owner: build.project.owner,
      projectId: build.project.id,
      priority: build.options.background ? 10 : 0,
      batch: build.batch?.id ?? null,
      arch: hostArch(root.name),
      engine: root.engine,
      image: root.image ?? input.builderImage,
      tags: [],
      class: input.class,
      timeLimitS: build.options.timeoutS,
      network: definition.enable_net,
      results: resultsPath(build.project, root.name, build.id, imported.package),
      queuedAt: now.toISOString(),
    },
    settings: { develMode: input.project.develMode, comps: null },
  };
}

function evrText({ epoch, version, release }: Imported): string {
  return `${epoch === null ? '' : `${epoch}:`}${version}-${release}`;
}
