/** What importing costs in memory: this process, and the programs that it starts, which no number of Node's counts. */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';

/** The most so far, in MiB. */
export interface MemoryPeak {
  /** Of the largest program. */
  readonly program: number;
  /** Of this process and its programs at one moment. */
  readonly together: number;
}

/** Memory grows with what is read, and that passes through this thread: nothing large is missed. */
const LOOK_MS = 1;
const KIB = 1024;

/** Looks at every program that is started from now on, as long as it runs. Answers what to ask for the peak. */
export function watchMemory(): () => MemoryPeak {
  const running = new Set<ChildProcess>();
  let [program, together] = [0, 0];
  const look = (): void => {
    const sizes = [...running].map(({ pid }) => peakKibOf(pid));
    program = Math.max(program, ...sizes);
    together = Math.max(
      together,
      sizes.reduce((sum, size) => sum + size, process.memoryUsage.rss() / KIB),
    );
  };
  subscribe('child_process', (message) => {
    const child = (message as { readonly process: ChildProcess }).process;
    const timer = setInterval(look, LOOK_MS);
    running.add(child);
    const forget = (): void => {
      clearInterval(timer);
      running.delete(child);
    };
    child.once('exit', forget).once('error', forget);
  });
  return () => ({
    program: Math.round(program / KIB),
    together: Math.round(Math.max(together, process.resourceUsage().maxRSS) / KIB),
  });
}

/** The most that a process has had at once; nothing when it has ended. */
function peakKibOf(pid: number | undefined): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib);
  } catch {
    return 0;
  }
}
