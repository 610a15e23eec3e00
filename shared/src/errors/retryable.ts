/** Which failures of a database a second try may cure. Nothing else is ever retried: a bug does not heal. */

/** Lock wait timeout, deadlock, and a row that changed under a locking read (MariaDB's snapshot isolation). */
const RETRYABLE_ERRNOS: ReadonlySet<unknown> = new Set([1205, 1213, 1020]);
const LOST_CONNECTION_CODES: ReadonlySet<unknown> = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  // A server in a container takes its name and its address with it when it stops.
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** Whether the same work may be tried again: lock conflicts and lost connections, also when wrapped by an ORM. */
export function isRetryable(error: unknown): boolean {
  for (let at = error, depth = 0; isRecord(at) && depth < 5; at = at['driverError'] ?? at['cause'], depth++) {
    if (RETRYABLE_ERRNOS.has(at['errno']) || LOST_CONNECTION_CODES.has(at['code'])) return true;
  }
  return false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
