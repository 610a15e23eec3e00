/** A file of sealing keys of one's own. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in such a file: one new key. */
export const freshSealingKeys = (): string => `test ${randomBytes(32).toString('base64')}\n`;

/** Writes one with a single new key into `dir`; answers its path. */
export function writeSealingKeys(dir: string): string {
  const file = join(dir, 'sealing.keys');
  writeFileSync(file, freshSealingKeys(), { mode: 0o600 });
  return file;
}
