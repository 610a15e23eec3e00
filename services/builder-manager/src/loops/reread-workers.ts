/** Reads the file of worker hosts whenever it changes, so that adding and draining a host needs no restart. */
import { readFile } from 'node:fs/promises';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import { parse } from 'yaml';
import { checkWorkers, type WorkerHost } from '../domain/workers.js';
import type { Fleet } from '../hosts/fleet.js';

// Asking beats being told: notices get lost where the file is mounted into a container.
const EVERY_MS = 2_000;

/** The loop; `onApplied` is called after the fleet was changed or looked over. A file with a mistake changes nothing. */
export function rereadWorkers(path: string, fleet: Fleet, log: Log, onApplied: () => void): Loop {
  let known = '';
  let hosts: readonly WorkerHost[] = [];
  const hostsIn = (text: string): readonly WorkerHost[] | undefined => {
    const checked = readWorkers(text);
    if ('hosts' in checked) return checked.hosts;
    log.error('the file of worker hosts has a mistake', { path, ...checked });
    return undefined;
  };
  return loop({
    name: 'reread-workers',
    everyMs: EVERY_MS,
    log,
    async tick() {
      const text = await readFile(path, 'utf8');
      const isNew = text !== known;
      known = text;
      if (isNew) hosts = hostsIn(text) ?? hosts;
      // Also when nothing changed: a removed host goes once it is idle.
      await fleet.apply(hosts);
      if (isNew) onApplied();
    },
  });
}

/** The hosts in the file's text, or what is wrong with it. */
export function readWorkers(text: string): ReturnType<typeof checkWorkers> {
  try {
    return checkWorkers(parse(text));
  } catch (error) {
    return { problem: `not YAML: ${String(error)}` };
  }
}
