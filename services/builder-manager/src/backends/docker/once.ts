/** Work that a host needs done once. */

/** Runs `work` at the first call and answers the same to all later ones; a failure is forgotten, so the next call tries again. */
export function once<A, T>(work: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  let result: Promise<T> | undefined;
  return (argument) => {
    result ??= work(argument).catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
