/** The real builder program, bundled once for all tests. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let made: string | undefined;

/** Path of the bundle. */
export function bundle(): string {
  if (made === undefined) {
    made = join(mkdtempSync(join(tmpdir(), 'kopr-bundle-')), 'builder.mjs');
    execFileSync(process.execPath, [fileURLToPath(new URL('../../builder/bundle.mjs', import.meta.url)), made]);
  }
  return made;
}
