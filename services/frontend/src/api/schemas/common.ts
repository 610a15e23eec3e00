/** Pieces of answers that many schemas share. */
import { z } from 'zod';

/** A number of ours: projects, builds and packages have one. */
export const id = (about: string) => z.int().positive().meta({ description: about });

/** Unix seconds. */
export const time = (about: string) =>
  z
    .int()
    .nonnegative()
    .meta({ description: `${about}, in unix seconds` });

/** A text, which may be missing. */
export const maybeText = (about: string) => z.string().nullable().meta({ description: about });

/** A user, or a group behind an `@`. */
export const ownername = z.string().meta({ description: 'a user, or a group behind an `@`' });

/** A list with what was asked for, so that clients can ask for the next page. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), meta: z.union([pageMeta, noPageMeta]) });
}

const pageMeta = z
  .object({
    limit: z.int().nullable().meta({ description: 'how many at most; null: all' }),
    offset: z.int(),
    order: z.string(),
    order_type: z.enum(['ASC', 'DESC']),
  })
  .meta({ id: 'PageMeta', description: 'What was asked for. The next page is at `offset` plus `limit`.' });

const nothing = z.null();
const noPageMeta = z
  .object({ limit: nothing, offset: nothing, order: nothing, order_type: nothing })
  .meta({ id: 'NoPageMeta', description: 'A list that has no pages.' });
