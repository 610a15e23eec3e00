/** Holds what was sent against a schema, and says what is wrong in one of Copr's two shapes. */
import type { z } from 'zod';
import { type FieldIssue, refuse } from '../domain/refusal.js';
import { repr } from './python.js';

/** How the errors of an endpoint look: a line for each, or a dictionary behind `Bad request parameters: `. */
export type Shape = 'lines' | 'dictionary' | 'bare-dictionary';

/** The values, or a refusal that names everything that is wrong. `called`: other names of fields in refusals. */
export function validate<S extends z.ZodType>(
  schema: S,
  values: unknown,
  shape: Shape,
  called: Readonly<Record<string, string>> = {},
): z.output<S> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const issues = issuesOf(result).map(({ field, message }) => ({ field: called[field] ?? field, message }));
  refuseFields(issues, shape);
}

/** The values of two forms that were sent as one; everything that is wrong in either is named. */
export function validateBoth<A extends z.ZodType, B extends z.ZodType>(
  [first, second]: readonly [A, B],
  values: unknown,
  shape: Shape,
): [z.output<A>, z.output<B>] {
  const [one, other] = [first.safeParse(values), second.safeParse(values)];
  if (one.success && other.success) return [one.data, other.data];
  refuseFields([...issuesOf(one), ...issuesOf(other)], shape);
}

function issuesOf({ error }: z.ZodSafeParseResult<unknown>): FieldIssue[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ field: String(path[0] ?? 'None'), message }));
}

/** Refuses one field in the endpoint's shape, for what only the database can know. */
export function refuseField(field: string, message: string, shape: Shape): never {
  refuseFields([{ field, message }], shape);
}

/** The same for several at once. */
export function refuseFields(issues: readonly FieldIssue[], shape: Shape): never {
  refuse('invalid', render(issues, shape), issues);
}

function render(issues: readonly FieldIssue[], shape: Shape): string {
  if (shape === 'lines') return issues.map(({ field, message }) => `${field}: ${message}`).join('\n');
  const byField: Record<string, string[]> = {};
  for (const { field, message } of issues) (byField[field] ??= []).push(message);
  return `${shape === 'dictionary' ? 'Bad request parameters: ' : ''}${repr(byField)}`;
}
