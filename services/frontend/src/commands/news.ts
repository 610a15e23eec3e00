/** Commands about what the frontend tells the other services. */
import type { Deps } from '../deps.js';
import { beginIntroductions } from '../store/introductions.js';
import type { Command } from './options.js';

async function repeat({ db }: Deps): Promise<string> {
  await beginIntroductions(db.manager);
  return 'all users and projects are told of once more, by the running frontend\n';
}

/** By their two words. */
export const NEWS_COMMANDS: Readonly<Record<string, Command>> = {
  'news repeat': { usage: '', least: 0, run: repeat },
};
