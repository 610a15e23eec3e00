/** The log of one import, for the packager: plain text, readable while it grows. */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { plainText } from '../domain/refusal.js';

/** Appends lines, each with the time in UTC. Never throws: an import does not end because its log cannot be written. */
export interface ImportLog {
  say(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log at `path`; an import that is tried again goes on in the same file. */
export async function openImportLog(path: string, onTrouble: (error: unknown) => void): Promise<ImportLog> {
  const file = await openToAppend(path).catch(onTrouble);
  return {
    say: async (line) => {
      const time = new Date().toISOString().slice(0, 19);
      await file?.appendFile(`${time}Z ${plainText(line)}\n`).catch(onTrouble);
    },
    close: async () => file?.close().catch(onTrouble),
  };
}

async function openToAppend(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'a', 0o644);
}
