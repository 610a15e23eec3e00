/**
 * Imports one SRPM: bring it here, read, unpack, archives to the lookaside, the rest to git. Every step may be repeated
 * after a crash; nothing that readers see changes before its content is whole.
 */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyInput, Pin } from '@kopr/proto';
import { isSpec } from '../domain/archive-rule.js';
import { isBranch, type RepositoryName, repositoryName, repositoryPath } from '../domain/names.js';
import type { Order } from '../domain/order.js';
import { Refusal } from '../domain/refusal.js';
import type { Srpm } from '../rpm/describe.js';
import { readSrpm, type SrpmFile } from '../rpm/read-srpm.js';
import { checkSpace } from '../sources/space.js';
import { checkAnnounced, type SourceFile, unpack } from '../sources/unpack.js';
import type { Job } from '../store/claim-next.js';
import { bringSrpm } from './bring-srpm.js';
import { enterRepository } from './enter-repository.js';
import type { Means, Work } from './means.js';
import { ownName, pushedCommit, useCommit } from './use-commit.js';
import { storeSource } from './store-source.js';

/** Imported; or the repository is another import's for the moment. */
export type Imported = { readonly imported: BodyInput<'source.imported'> } | { readonly takenRepository: string };

/** Runs the whole import. Throws a Refusal or a Setback when it does not come to its end. */
export async function importSource(means: Means, job: Job, work: Work): Promise<Imported> {
  const { request } = job;
  const branches = checkBranches(request.branches);
  const { path, pin } = await bringSrpm(means, job, work);
  work.begin('query');
  const file = await inspect(path, means.limits.maxFiles);
  const { srpm } = file;
  const inPlace = job.kind === 'intake' ? job.request.inPlace : null;
  const name = inPlace === null ? nameOf(request, srpm) : ownName(inPlace, request, srpm);
  await work.story.say(`Package ${srpm.name}, version ${evr(srpm)}, ${srpm.files.size} files`);
  const entered = await enterRepository(means, job, name);
  if (entered === 'taken') return { takenRepository: repositoryPath(name) };
  if (entered === 'lost') throw new Error('the lease of this import is lost');
  work.begin('unpack');
  const files = await unpackSrpm(means, path, file, work);
  work.begin('import');
  const pushed = inPlace === null ? undefined : await pushedCommit(means, name, pin, files);
  const commits =
    pushed === undefined
      ? await storeSource(means, job, work, { name, branches, files, version: evr(srpm) })
      : await useCommit(means, work, { name, branches, commit: pushed });
  return { imported: report(job.build, srpm, repositoryPath(name), commits, pin) };
}

function checkBranches(branches: readonly string[]): readonly string[] {
  if (branches.length === 0) throw new Refusal('internal', 'no branch was named to import into');
  const odd = branches.find((branch) => !isBranch(branch));
  if (odd !== undefined) throw new Refusal('internal', `the branch name "${odd}" cannot be used in git`);
  return branches;
}

async function inspect(path: string, maxFiles: number): Promise<SrpmFile> {
  const handle = await open(path, 'r');
  return readSrpm(handle, { maxFiles }).finally(() => handle.close());
}

function nameOf({ project }: Order['request'], srpm: Srpm): RepositoryName {
  const name = repositoryName(project.owner, project.dirname, srpm.name);
  if (!name)
    throw new Refusal('unsafe-name', `"${project.owner}/${project.dirname}" cannot be the name of a directory`);
  return name;
}

async function unpackSrpm({ layout, limits }: Means, path: string, file: SrpmFile, work: Work): Promise<SourceFile[]> {
  const into = join(work.dir, 'files');
  await mkdir(into);
  const bounds = { maxFiles: limits.maxFiles, maxBytes: limits.maxUnpackedBytes };
  // Nothing is larger than it was announced, or it is refused.
  await checkSpace(layout.work, limits.minFreeBytes, checkAnnounced(file.srpm, bounds));
  const files = await unpack(path, file, into, bounds, work.signal);
  const specs = files.filter(({ name }) => isSpec(name));
  if (specs.length === 1) return files;
  const found = specs.length === 0 ? 'none' : specs.map(({ name }) => name).join(', ');
  throw new Refusal('no-spec', `the package must hold exactly one .spec file; found: ${found}`);
}

function evr({ epoch, version, release }: Srpm): string {
  return `${epoch === null ? '' : `${epoch}:`}${version}-${release}`;
}

function report(
  build: number,
  srpm: Srpm,
  repository: string,
  commits: Record<string, string>,
  pin: Pin | null,
): BodyInput<'source.imported'> {
  const { name, epoch, version, release, arches } = srpm;
  return { build, package: name, epoch, version, release, repository, commits, limits: { '*': arches }, pin };
}
