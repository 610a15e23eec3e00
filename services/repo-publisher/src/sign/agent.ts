/** Ends a gpg-agent by its own socket: no further process, and none is left behind. */
import { createConnection } from 'node:net';
import { join } from 'node:path';

/** An agent that does not answer in this time is left to notice that its folder is gone. */
const ANSWER_MS = 1000;

/** Asks the agent of this GNUPGHOME, if one runs, to end; returns when it has let go of the line. */
export async function endAgent(home: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const line = createConnection(join(home, 'S.gpg-agent'));
    line.setTimeout(ANSWER_MS, () => line.destroy());
    // The agent greets first; a command before its greeting would be lost.
    line.once('data', () => line.write('KILLAGENT\n'));
    line.on('error', () => line.destroy());
    line.once('close', () => resolve());
  });
}
