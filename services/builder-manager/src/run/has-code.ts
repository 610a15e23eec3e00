/** Tells the house's errors apart. */
import { KoprError } from '@kopr/shared/errors';

/** Whether this is a KoprError of that code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof KoprError && error.code === code;
}
