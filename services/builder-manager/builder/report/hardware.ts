/** hw_info.log: what the build had to work with. */
import { readFileSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';

const MIB = 1024 * 1024;

/** Writes the file; read from the kernel, so that nothing need be installed for it. */
export function writeHardwareInfo(dir: string): void {
  const cpus = os.cpus();
  const disk = statfsSync('/');
  const lines = [
    `Architecture: ${os.machine()}`,
    `Kernel: ${os.type()} ${os.release()}`,
    `CPUs: ${cpus.length} × ${cpus[0]?.model ?? 'unknown'}`,
    `CPU quota: ${control('cpu.max', 'cpu/cpu.cfs_quota_us')}`,
    `Memory: ${Math.round(os.totalmem() / MIB)} MiB, limit ${control('memory.max', 'memory/memory.limit_in_bytes')}`,
    `Processes: limit ${control('pids.max', 'pids/pids.max')}`,
    `Disk: ${Math.round((disk.bavail * disk.bsize) / MIB)} MiB free of ${Math.round((disk.blocks * disk.bsize) / MIB)} MiB`,
  ];
  writeFileSync(join(dir, 'hw_info.log'), `${lines.join('\n')}\n`);
}

// The first of cgroup v2's file and v1's that is there.
function control(...names: string[]): string {
  for (const name of names) {
    try {
      return readFileSync(`/sys/fs/cgroup/${name}`, 'utf8').trim();
    } catch {
      // The other version's, perhaps.
    }
  }
  return 'unknown';
}
