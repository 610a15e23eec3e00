/**
 * git in bounded memory. What strangers pushed is read at the wish of strangers, many at a time: a few kilobytes of a pack
 * may unpack to gigabytes. `environment.ts` has git hold little, this has it end where it would hold more all the same.
 */

const MIB = 1024 * 1024;
/**
 * Of each process, mapped files too. A repository of 1 GiB with files of 100 MiB and some hundred thousand objects is
 * pushed, cloned and archived in half of it.
 */
const MAX_MEMORY_BYTES = 512 * MIB;

/** What to start instead of `git` with these arguments. It keeps its process id; whatever git starts is bounded, too. */
export function boundedGit(args: readonly string[], maxBytes = MAX_MEMORY_BYTES): [command: string, args: string[]] {
  return ['prlimit', [`--as=${maxBytes}`, '--', 'git', ...args]];
}
