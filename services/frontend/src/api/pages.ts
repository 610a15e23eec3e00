/** Pagination of lists: what may be asked, and what is echoed, so that clients can go on. */
import { z } from 'zod';
import { refuse } from '../domain/refusal.js';
import { choice, integer, line } from './fields.js';
import { refuseField, validate } from './validate.js';

/** What may be asked of every list. */
export const pageAsked = z.object({
  limit: integer({ about: 'how many; 0 or nothing: all' }),
  offset: integer({ about: 'how many to leave out before' }),
  order: line({ about: 'name of the column to order by' }),
  order_type: choice(['', 'ASC', 'DESC'], '', { about: 'ASC or DESC' }),
});

/** One page of a list. `limit` null: all. */
export interface Page {
  readonly limit: number | null;
  readonly offset: number;
  readonly order: string;
  readonly direction: 'ASC' | 'DESC';
}

/** Reads the arguments; `columns` are those that the list knows, `table` its name in the refusal. */
export function pageOf(query: Readonly<Record<string, string>>, table: string, columns: readonly string[]): Page {
  const { limit, offset, order = 'id', order_type } = validate(pageAsked, query, 'bare-dictionary');
  for (const [field, number] of Object.entries({ limit, offset })) {
    if (number !== null && number < 0) refuseField(field, 'Number must be at least 0.', 'bare-dictionary');
  }
  if (!columns.includes(order)) refuse('invalid', `Cannot order by ${order}, ${table} doesn't have such property`);
  return { limit, offset: offset ?? 0, order, direction: order_type === 'DESC' ? 'DESC' : 'ASC' };
}

/** The list as clients expect it. */
export function listObject(items: readonly unknown[], { limit, offset, order, direction }: Page) {
  return { items, meta: { limit, offset, order, order_type: direction } };
}

/** How many rows to fetch: a limit of 0 is none. */
export function takeOf({ limit }: Page): number | null {
  return limit === 0 ? null : limit;
}
