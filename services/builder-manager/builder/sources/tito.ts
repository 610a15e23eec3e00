/** tito: the newest tag, or with --test the commit as it is. */
import type { Checkout } from './scm.js';
import type { SourceRoom } from './source-room.js';
import { mustSucceed } from './tools.js';

/** Makes the source package. */
export async function tito(room: SourceRoom, { cwd }: Checkout, options: readonly string[]): Promise<void> {
  const argv = ['tito', 'build', ...options, '--srpm', '--output', room.out] as const;
  mustSucceed('tito', await room.tools.asUser(argv, { cwd }));
}
