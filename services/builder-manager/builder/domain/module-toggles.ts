/** Module streams that a task switches on or off, in the order that was chosen. */
import { z } from 'zod';

const shape = z.object({ toggle: z.array(z.record(z.string(), z.string())) });

/** Pairs of what to do and of what: `['enable', 'nodejs:20']`. Anything else than Copr's shape means none. */
export function moduleToggles(modules: unknown): [string, string][] {
  const { success, data } = shape.safeParse(modules);
  return success ? data.toggle.flatMap((toggle) => Object.entries(toggle)) : [];
}
