/** Commands about the keys that seal users' secrets. */
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { resealAll } from '../verbs/reseal.js';
import type { Command } from './options.js';

async function reseal(deps: Deps): Promise<string> {
  const { key, anew, unopened } = await resealAll(deps);
  const said = `${anew} sealed anew with ${key}`;
  if (unopened.length === 0) return `${said}\n`;
  return refuse('conflict', [said, ...unopened.map((line) => `does not open: ${line}`)].join('\n'));
}

/** By their two words. */
export const SECRET_COMMANDS: Readonly<Record<string, Command>> = {
  'secrets reseal': { usage: '', least: 0, run: reseal },
};
