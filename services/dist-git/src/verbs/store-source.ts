/** Puts an unpacked source where readers find it: archives first, then the commits that name them. */
import { commitTree } from '../git/commit-tree.js';
import { makeReady, removeLeftovers } from '../git/make-ready.js';
import { authorsOf } from '../git/refs.js';
import { ensureRepository, readHeads } from '../git/repository.js';
import type { TreeFile } from '../git/tree.js';
import type { RepositoryName } from '../domain/names.js';
import { Refusal } from '../domain/refusal.js';
import { sourceLineProblem, sourcesFile } from '../domain/sources-file.js';
import { keepArchive } from '../sources/lookaside.js';
import type { SourceFile } from '../sources/unpack.js';
import type { Job } from '../store/claim-next.js';
import type { Means, Work } from './means.js';

/** What is stored, and where. */
export interface Storing {
  readonly name: RepositoryName;
  readonly branches: readonly string[];
  readonly files: readonly SourceFile[];
  readonly version: string;
}

/** Returns the commit of each branch. */
export async function storeSource(
  means: Means,
  job: Job,
  work: Work,
  { name, branches, files, version }: Storing,
): Promise<Record<string, string>> {
  const archives = files.filter(({ archive }) => archive);
  for (const archive of archives) {
    checkArchiveName(archive.name);
    await keepArchive(means.layout, name, archive);
    await work.story.say(`Archive ${archive.name} (${archive.size} bytes), SHA-512 ${archive.sha512}`);
  }
  // The last moment to be called off: what follows is short and visible.
  work.signal.throwIfAborted();
  const repository = means.layout.repository(name);
  await makeReady(repository);
  await ensureRepository(repository, branches[0] ?? 'main', work.dir);
  const before = await readHeads(repository, branches);
  const commits = await commitTree(repository, branches, treeFiles(files, archives), {
    message: `automatic import of ${name.package}\n\nVersion: ${version}\nBuild: ${job.build}\n`,
    author: means.author,
    at: job.createdAt,
  }).catch(async (error: unknown) => {
    await removeLeftovers(repository);
    throw error;
  });
  for (const [branch, commit] of Object.entries(commits)) await work.story.say(`Branch ${branch}: ${commit}`);
  await tellOfOthers(means, work, repository, before, commits);
  return commits;
}

/** An import replaces all files, also those that people pushed; nobody shall have to find that out by himself. */
async function tellOfOthers(
  { author }: Means,
  { story }: Work,
  repository: string,
  before: ReadonlyMap<string, string>,
  after: Readonly<Record<string, string>>,
): Promise<void> {
  const left = [...before].filter(([branch, commit]) => after[branch] !== commit);
  const authors = await authorsOf(repository, [...new Set(left.map(([, commit]) => commit))]);
  for (const [branch, commit] of left) {
    if (authors.get(commit) === author.email) continue;
    await story.say(
      `Branch ${branch}: ${commit}, which was pushed, stays in its history; the files are the SRPM’s now`,
    );
  }
}

function checkArchiveName(name: string): void {
  const problem = sourceLineProblem(name);
  if (problem) throw new Refusal('unsafe-name', `the file name "${name}" ${problem}`);
}

function treeFiles(files: readonly SourceFile[], archives: readonly SourceFile[]): TreeFile[] {
  const texts = files.filter(({ archive }) => !archive);
  const sources = Buffer.from(sourcesFile(archives));
  return [
    ...texts.map(({ name, executable, size, path }) => ({ name, executable, size, content: { path } })),
    { name: 'sources', executable: false, size: sources.length, content: sources },
  ];
}
