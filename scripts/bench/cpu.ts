/** What processes cost, from /proc. */
import { readFile } from 'node:fs/promises';

/** The kernel counts in ticks of a hundredth of a second. */
const TICK_MS = 10;

/** CPU time that these processes have used so far, all their threads, in ms. */
export async function cpuMs(pids: readonly number[]): Promise<number> {
  const used = await Promise.all(pids.map(async (pid) => (await ticksOf(pid)).own));
  return used.reduce((sum, ticks) => sum + ticks, 0) * TICK_MS;
}

/** CPU time of a process and of its children that have ended, in ms. */
export async function familyCpuMs(pid: number): Promise<{ readonly own: number; readonly children: number }> {
  const { own, children } = await ticksOf(pid);
  return { own: own * TICK_MS, children: children * TICK_MS };
}

async function ticksOf(pid: number): Promise<{ own: number; children: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything; what counts comes behind it: fields 14 to 17, the first behind being 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, childrensUser = 0, childrensSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: user + system, children: childrensUser + childrensSystem };
}

/** The most memory that a process ever had, in MB. */
export async function peakMemoryMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1]) / 1000;
}
