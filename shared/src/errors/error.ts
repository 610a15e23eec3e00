/** The house's error: expected outcomes are values, so one of these is always a surprise that somebody must read. */

/** Carries a stable code for machines and the ids that a person needs to find the cause. */
export class KoprError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KoprError';
    this.code = code;
    this.details = details;
  }
}

/** Whatever was thrown, as an Error: libraries may throw strings, objects or nothing at all. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new KoprError('thrown', `something that is no Error was thrown: ${describe(thrown)}`, { thrown });
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    // Undefined has no JSON form, and nobody can do without a text here.
    return value === undefined ? 'undefined' : JSON.stringify(value);
  } catch {
    return String(value);
  }
}
