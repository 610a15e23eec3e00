/** Puts one tree onto the branches of a repository, in one git process. */
import { type Head, planBranches, type Step } from '../domain/plan-branches.js';
import { fastImport, type FastImport } from './fast-import.js';
import { readHeads } from './repository.js';
import { bytesOf, modeOf, type TreeFile, treeHash } from './tree.js';

/** What a commit says of itself. The time comes from the import's row: done again, the commit has the same name. */
export interface CommitInfo {
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly at: Date;
}

/** Brings every branch to these files; returns the commit of each. Repeating it changes nothing. */
export async function commitTree(
  repository: string,
  branches: readonly string[],
  files: readonly TreeFile[],
  info: CommitInfo,
): Promise<Record<string, string>> {
  const tree = await treeHash(files);
  const git = fastImport(repository);
  try {
    const heads = await headsWithTrees(git, await readHeads(repository, branches));
    const steps = planBranches(branches, heads, tree);
    if (steps.some(({ kind }) => kind === 'commit')) await writeBlobs(git, files);
    const commits = await carryOut(git, steps, files, info);
    await git.finish();
    return commits;
  } finally {
    await git.abandon();
  }
}

async function headsWithTrees(git: FastImport, commits: ReadonlyMap<string, string>): Promise<Map<string, Head>> {
  const trees = new Map<string, string>();
  const heads = new Map<string, Head>();
  for (const [branch, commit] of commits) {
    const tree = trees.get(commit) ?? treeIn(await git.ask(`ls ${commit} ""`));
    trees.set(commit, tree);
    heads.set(branch, { commit, tree });
  }
  return heads;
}

/** From `040000 tree <hash>\t`; the empty tree is `missing`. */
function treeIn(answer: string): string {
  return /^040000 tree ([0-9a-f]+)\t/.exec(answer)?.[1] ?? '';
}

/** Blobs have the marks 1 to n, in the order of the files. */
async function writeBlobs(git: FastImport, files: readonly TreeFile[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    await git.write(`blob\nmark :${index + 1}\ndata ${file.size}\n`);
    for await (const chunk of bytesOf(file)) await git.write(chunk);
    await git.write('\n');
  }
}

async function carryOut(
  git: FastImport,
  steps: readonly Step[],
  files: readonly TreeFile[],
  info: CommitInfo,
): Promise<Record<string, string>> {
  const markOf = (step: number): number => files.length + step + 1;
  const made: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'keep') made[index] = step.commit;
    else if (step.kind === 'commit') made[index] = await commit(git, step, markOf(index), files, info);
    else {
      // A commit of this very session is known to git by its mark only.
      const from = typeof step.at === 'number' ? `:${markOf(step.at)}` : step.at;
      await git.write(`reset refs/heads/${step.branch}\nfrom ${from}\n\n`);
      made[index] = typeof step.at === 'number' ? (made[step.at] ?? '') : step.at;
    }
  }
  return Object.fromEntries(steps.map(({ branch }, index) => [branch, made[index] ?? '']));
}

async function commit(
  git: FastImport,
  { branch, parent }: Extract<Step, { kind: 'commit' }>,
  mark: number,
  files: readonly TreeFile[],
  { message, author, at }: CommitInfo,
): Promise<string> {
  const who = `${author.name} <${author.email}> ${Math.floor(at.getTime() / 1000)} +0000`;
  const text = Buffer.from(message);
  const lines = [
    `commit refs/heads/${branch}`,
    `mark :${mark}`,
    `author ${who}`,
    `committer ${who}`,
    `data ${text.length}`,
    message,
    ...(parent === null ? [] : [`from ${parent}`]),
    'deleteall',
    ...files.map((file, index) => `M ${modeOf(file)} :${index + 1} ${quote(file.name)}`),
  ];
  await git.write(`${lines.join('\n')}\n\n`);
  return git.ask(`get-mark :${mark}`);
}

/** A path in fast-import's quotes; control characters never come here. */
function quote(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}
