/** A request that is refused, with the text that its sender reads. Verbs refuse; the API and pages say it in their own form. */
import { KoprError } from '@kopr/shared/errors';

const CODES = [
  'invalid',
  'unauthorized',
  'forbidden',
  'missing',
  'conflict',
  'gone',
  'no-json',
  'too-large',
  'too-many',
  'no-room',
  'busy',
] as const;
/** Why it is refused. `gone`: it was there, and will not be again. `no-json`: nothing was sent in which the answer could be looked up. `no-room`: a disk of ours is full. `busy`: in a moment it would not be. */
export type RefusalCode = (typeof CODES)[number];

/** What is wrong with one field. */
export interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

/** Ends the request; everything that it changed is rolled back. `issues`: the same in parts, for forms. */
export function refuse(code: RefusalCode, message: string, issues: readonly FieldIssue[] = []): never {
  throw refusal(code, message, issues);
}

/** A refusal as an error, for where it is not thrown at once. */
export function refusal(code: RefusalCode, message: string, issues: readonly FieldIssue[] = []): Error {
  return new KoprError(code, message, { issues });
}

/** The refusal that an error is, or undefined when it is a surprise. */
export function refusalOf(
  error: unknown,
): { code: RefusalCode; message: string; issues: readonly FieldIssue[] } | undefined {
  if (!(error instanceof KoprError)) return undefined;
  const code = CODES.find((known) => known === error.code);
  const { issues = [] } = error.details as { issues?: readonly FieldIssue[] };
  return code && { code, message: error.message, issues };
}

/** The value, or a refusal when there is none. */
export function required<T>(value: T | null | undefined, code: RefusalCode, message: string): T {
  return value ?? refuse(code, message);
}
