/** The user without rights that strangers' code runs as, and the end of everything it started. */
import { appendFileSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freeId } from '../domain/passwd.js';

export interface BuildUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const NAME = 'mockbuild';
const HOME = '/builddir';

/** Makes the user by two lines in two files: useradd would cost more time and need not be in the image. */
export function makeBuildUser(): BuildUser {
  const id = freeId(readFileSync('/etc/passwd', 'utf8'), readFileSync('/etc/group', 'utf8'));
  appendFileSync('/etc/passwd', `${NAME}:x:${id}:${id}::${HOME}:/bin/bash\n`);
  appendFileSync('/etc/group', `${NAME}:x:${id}:\n`);
  mkdirSync(HOME, { recursive: true, mode: 0o755 });
  chownSync(HOME, id, id);
  return { uid: id, gid: id, home: HOME };
}

/** Kills every process of the user until none is left: a build may leave daemons, and may fork while we look. */
export async function killProcessesOf(uid: number): Promise<void> {
  for (let rounds = 0; ; rounds++) {
    const left = processesOf(uid);
    if (left.length === 0) return;
    for (const pid of left) killOne(pid);
    // Dying takes the kernel a moment; only a process stuck in it takes longer.
    await pause(Math.min(5 * (rounds + 1), 100));
  }
}

function processesOf(uid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isAlive(pid, uid))
    .map(Number);
}

// A zombie holds nothing and waits for the container's reaper: counting it could wait forever.
function isAlive(pid: string, uid: number): boolean {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return false;
  try {
    const status = readFileSync(path, 'utf8');
    return new RegExp(`^Uid:.*\\b${uid}\\b`, 'm').test(status) && !/^State:\s+[ZX]/m.test(status);
  } catch {
    return false;
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
