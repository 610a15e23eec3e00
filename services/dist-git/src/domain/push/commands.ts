/** What a push asks for: the list that comes before the pack. Without hooks, this is where it can be refused by name. */
import { frameAt } from './pkt-line.js';

/** One ref's change; null stands for "does not exist". */
export interface Command {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The list, and what the client understands. `end`: where the rest of the request begins. */
export interface CommandList {
  readonly commands: readonly Command[];
  readonly capabilities: ReadonlySet<string>;
  readonly end: number;
}

/** Most bytes of a list: thousands of commands. */
export const MAX_LIST_BYTES = 256 * 1024;

const COMMAND = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)(?:\0([^\n]*))?\n?$/;
const SHALLOW = /^shallow [0-9a-f]{40}\n?$/;
const NOTHING = '0'.repeat(40);

/** Reads the list at the head of a request; `more` when it has not come whole yet. */
export function readCommands(head: Buffer): CommandList | 'more' | 'odd' {
  const commands: Command[] = [];
  let capabilities: ReadonlySet<string> = new Set();
  for (let at = 0; ;) {
    const frame = frameAt(head, at);
    if (frame === 'flush') return { commands, capabilities, end: at + 4 };
    if (frame === 'more') return head.length > MAX_LIST_BYTES ? 'odd' : 'more';
    if (frame === 'odd') return 'odd';
    at = frame.end;
    const line = frame.content.toString('latin1');
    if (SHALLOW.test(line)) continue;
    const [, before, after, ref, words] = COMMAND.exec(line) ?? [];
    // Such as a signed push, which was not offered.
    if (before === undefined || after === undefined || ref === undefined) return 'odd';
    if (words !== undefined) capabilities = new Set(words.split(' ').filter((word) => word !== ''));
    commands.push({ ref, before: orNull(before), after: orNull(after) });
  }
}

function orNull(hash: string): string | null {
  return hash === NOTHING ? null : hash;
}
