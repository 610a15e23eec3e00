/** Whether the container's memory ran out: the kernel then kills some process, and the build sees only a death. */
import { readFileSync } from 'node:fs';

// cgroup v2, then v1; both count `oom_kill N`.
const COUNTERS = ['/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'];

/** True once the kernel killed a process for want of memory. False where the counters cannot be read. */
export function hasMemoryRunOut(): boolean {
  return COUNTERS.some((path) => {
    try {
      return /^oom_kill [1-9]/m.test(readFileSync(path, 'utf8'));
    } catch {
      return false;
    }
  });
}
