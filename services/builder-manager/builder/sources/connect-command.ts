/** A command that connects to a host and a port through the guard, for protocols that know no proxy: git:// and svn://. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceRoom } from './source-room.js';

/** Writes it; it takes host and port as its first arguments, and heeds no further ones. */
export function connectCommand({ guard, tools }: SourceRoom): string {
  const path = join(tools.user.home, 'connect');
  writeFileSync(path, `#!/bin/sh\nexec socat - "PROXY:127.0.0.1:$1:$2,proxyport=${guard.port}"\n`, { mode: 0o755 });
  return path;
}
