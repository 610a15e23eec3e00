/** Tells a taken name from other trouble. */
const DUPLICATE_ENTRY = 1062;

/** Whether the database refused a row because a unique key is taken. */
export function isDuplicate(error: unknown): boolean {
  const driverError = (error as { driverError?: { errno?: unknown } } | undefined)?.driverError;
  return driverError?.errno === DUPLICATE_ENTRY;
}
