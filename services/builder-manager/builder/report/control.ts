/** Control lines to the manager: one JSON object a line on standard error, which build processes never get. */
import { writeSync } from 'node:fs';
import type { ControlLine } from '@kopr/proto';

/** Says one line at once: the manager may act on it before the next statement runs. */
export function sayControl(line: ControlLine): void {
  writeSync(2, `${JSON.stringify(line)}\n`);
}
