/** How many bytes one attempt may put, all in all: counted while they come, so that several uploads share one budget. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '../files/index.js';
import { keyedLock } from './keyed-lock.js';

/** The budget of one attempt. */
export interface Budget {
  /** Books `bytes`; false, and nothing is booked, when they would be too many. */
  take(bytes: number): boolean;
  /** Gives back what was thrown away. */
  give(bytes: number): void;
}

/** Finds the budget of the attempt whose blobs lie in `dir`; `limit` comes from its token. */
export type Budgets = (dir: string, limit: number) => Promise<Budget>;

/** Budgets remembered; one that was forgotten is counted again from the disk. */
const REMEMBERED = 1000;

/** Makes the book of budgets. What lies on the disk already counts, so a restart forgives nothing. */
export function budgets(): Budgets {
  const used = new Map<string, { bytes: number }>();
  const lock = keyedLock();
  return (dir, limit) =>
    lock(dir, async () => {
      const account = used.get(dir) ?? { bytes: await bytesIn(dir) };
      used.delete(dir);
      used.set(dir, account);
      for (const oldest of used.keys()) if (used.size > REMEMBERED) used.delete(oldest);
      return budgetOn(account, limit);
    });
}

function budgetOn(account: { bytes: number }, limit: number): Budget {
  return {
    take: (bytes) => {
      if (account.bytes + bytes > limit) return false;
      account.bytes += bytes;
      return true;
    },
    give: (bytes) => {
      account.bytes -= bytes;
    },
  };
}

async function bytesIn(dir: string): Promise<number> {
  const names = (await unlessMissing(readdir(dir))) ?? [];
  const sizes = await Promise.all(names.map(async (name) => (await unlessMissing(stat(join(dir, name))))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
