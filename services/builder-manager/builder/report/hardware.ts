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
    `CPU quota: ${control('cpu.max')}`,
    `Memory: ${Math.round(os.totalmem() / MIB)} MiB, limit ${control('memory.max')}`,
    `Processes: limit ${control('pids.max')}`,
    `Disk: ${Math.round((disk.bavail * disk.bsize) / MIB)} MiB free of ${Math.round((disk.blocks * disk.bsize) / MIB)} MiB`,
  ];
  writeFileSync(join(dir, 'hw_info.log'), `${lines.join('\n')}\n`);
}

// cgroup v2; hosts with v1 show no limits here, which is no reason to fail.
function control(name: string): string {
  try {
    return readFileSync(`/sys/fs/cgroup/${name}`, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
