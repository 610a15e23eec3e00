/** What git says, and what it means. */
import { tellingLines } from './reasons.js';
import { firstMatching } from './text.js';

/** Why a run of git failed, in one line: its first `fatal:`, which is the nearest cause, else its first `error:`. */
export function gitReason(lines: readonly string[]): string {
  if (lines.some((line) => WANTS_PASSWORD.test(line))) return 'there is no such repository, or it is not public';
  const told = [/^fatal: (.+)/, /^error: (.+)/].map((pattern) => firstMatching(lines, pattern));
  return told.find((reason) => reason !== undefined) ?? tellingLines(lines);
}

/** The same where a token was shown. */
export function tokenReason(lines: readonly string[]): string {
  if (lines.some((line) => WANTS_PASSWORD.test(line)))
    return 'the server does not take the package’s token, or it may not read this repository';
  return gitReason(lines);
}

/** The same where a deploy key was shown: ssh says why, and git afterwards that it could not read. */
export function keyReason(lines: readonly string[]): string {
  const told = KEY_WORDS.find(([words]) => lines.some((line) => words.test(line)));
  return told ? told[1] : gitReason(lines);
}

const KEY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^The deploy key is for /, 'a submodule is at another host, and the package’s deploy key is for its own host only'],
  [/Host key verification failed/, 'the server’s host key is none of those that the package knows (known_hosts)'],
  [/Permission denied \(/, 'the server does not take the package’s deploy key'],
  [/Load key .*: /, 'ssh cannot read the package’s deploy key'],
];

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
  /Could not resolve host|Connection (refused|reset|timed out)|timed out|early EOF|RPC failed|hung up|unexpected disconnect|error: 5\d\d|(Failed|Could not) to? ?connect|Empty reply|kex_exchange_identification/i;
