/** What git says, and what it means. */
import { tellingLines } from './reasons.js';
import { firstMatching } from './text.js';

/** Why a run of git failed, in one line: its first `fatal:`, which is the nearest cause, else its first `error:`. */
export function gitReason(lines: readonly string[]): string {
  if (lines.some((line) => WANTS_PASSWORD.test(line))) return 'there is no such repository, or it is not public';
  const told = [/^fatal: (.+)/, /^error: (.+)/].map((pattern) => firstMatching(lines, pattern));
  return told.find((reason) => reason !== undefined) ?? tellingLines(lines);
}

/** Whether the same command may well work in a moment. */
export function isPassing(lines: readonly string[]): boolean {
  return lines.some((line) => PASSING.test(line));
}

/** Whether the server cannot give a part of a history: then the whole is to be asked for. */
export function isWholeOnly(lines: readonly string[]): boolean {
  return lines.some((line) => /does not support shallow|shallow (capabilities|file|update)/.test(line));
}

const WANTS_PASSWORD = /terminal prompts disabled|Authentication failed for|remote: Repository not found/;
const PASSING =
  /Could not resolve host|Connection (refused|reset|timed out)|timed out|early EOF|RPC failed|hung up|unexpected disconnect|error: 5\d\d|(Failed|Could not) to? ?connect|Empty reply/i;
