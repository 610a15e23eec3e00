/** The log of one import, for the packager: plain text, readable while it grows. */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { plainText } from '../domain/refusal.js';

/** Appends lines, each with the time in UTC. */
export interface ImportLog {
  say(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log at `path`; an import that is tried again goes on in the same file. */
export async function openImportLog(path: string): Promise<ImportLog> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', 0o644);
  return {
    say: (line) => file.appendFile(`${new Date().toISOString().slice(0, 19)}Z ${plainText(line)}\n`),
    close: () => file.close(),
  };
}
