/** Work that a host needs done once. */

/** Answers the same to every call until told to forget. */
export type Once<A, T> = ((argument: A) => Promise<T>) & { forget(): void };

/** Runs `work` at the first call; a failure is forgotten, so that the next call tries again. */
export function once<A, T>(work: (argument: A) => Promise<T>): Once<A, T> {
  let result: Promise<T> | undefined;
  const forget = (): void => void (result = undefined);
  const call = (argument: A): Promise<T> => {
    result ??= work(argument).catch((error: unknown) => {
      forget();
      throw error;
    });
    return result;
  };
  return Object.assign(call, { forget });
}
