/** MariaDB's JSON is text; some versions of the driver parse it, some do not. */

/** The decoded value of a JSON column; undefined for NULL. */
export function decodeJson(value: unknown): unknown {
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : (value ?? undefined);
}
