/**
 * Kills this process right before the n-th thing (KOPR_DIE_AT) that one order (KOPR_DIE_TRACE) does to the world: to the
 * file system, to a process that it started, or to the database. Not counted is what merely reads, what only begins
 * (a transaction, the middle of what git is told), a line of the log, and renewals of the lease, which come by the clock.
 */
import child from 'node:child_process';
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { currentTrace } from '@kopr/shared/log';
import mysql from 'mysql2';

type Call = (...args: never[]) => unknown;
type Writable = Record<string, Call>;

const dieAt = Number(process.env['KOPR_DIE_AT']);
const trace = process.env['KOPR_DIE_TRACE'];
let done = 0;

function effect(): void {
  if (currentTrace() !== trace) return;
  done++;
  // Not a word more: what was begun stays as it is.
  if (done === dieAt) process.kill(process.pid, 'SIGKILL');
}

/** Makes `names` of `target` effects, those calls for which `counts` says so. */
function watch(target: object, names: readonly string[], counts: (...args: unknown[]) => boolean = () => true): void {
  for (const name of names) {
    const original = (target as Writable)[name];
    if (!original) throw new Error(`there is no ${name} to watch`);
    (target as Writable)[name] = function (this: unknown, ...args: never[]) {
      if (counts(...args)) effect();
      return Reflect.apply(original, this, args);
    };
  }
}

const readsOnly = (flags: unknown): boolean => flags === undefined || flags === 'r';
const statement = (given: unknown): string =>
  typeof given === 'string' ? given : ((given as { sql?: string } | undefined)?.sql ?? '');

const handle: FileHandle = await fs.open(import.meta.filename);
watch(Object.getPrototypeOf(handle) as object, ['write', 'writeFile', 'sync', 'truncate']);
await handle.close();
watch(fs, ['mkdir', 'rename', 'rm', 'rmdir', 'unlink', 'link', 'writeFile', 'copyFile']);
watch(fs, ['open'], (_path, flags) => !readsOnly(flags));
const spawn = child.spawn;
(child as unknown as Writable)['spawn'] = (...args: never[]) => {
  effect();
  const started = Reflect.apply(spawn, child, args) as child.ChildProcess;
  if (started.stdin) {
    watch(started.stdin, ['end']);
    watch(started.stdin, ['write'], (text) => text === 'done\n');
  }
  return started;
};
syncBuiltinESMExports();
watch(
  Object.getPrototypeOf(mysql.Connection.prototype) as object,
  ['query'],
  (sql) => !/^\s*(SELECT|START TRANSACTION|UPDATE imports SET due_at)/i.test(statement(sql)),
);
