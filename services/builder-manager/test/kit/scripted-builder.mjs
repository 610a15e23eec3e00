// Stands in for the builder program in a real container: plays the script that it finds in place of a token.
import { readFileSync, statSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const mode = statSync('/run/kopr/token').mode & 0o777;
if (mode !== 0o400) throw new Error(`the token has mode ${mode.toString(8)}`);

for (const step of JSON.parse(readFileSync('/run/kopr/token', 'utf8'))) {
  if ('out' in step) writeSync(1, step.out);
  else if ('err' in step) writeSync(2, step.err);
  else if ('exit' in step) process.exitCode = step.exit;
  else await pause(step.pauseMs ?? 2 ** 30);
}
