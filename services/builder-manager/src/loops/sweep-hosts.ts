/** Looks at every host now and then: finds containers again after a restart, and whatever nobody follows. */
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { Fleet } from '../hosts/fleet.js';

const EVERY_MS = 5_000;

/** The loop; `onSeen` is called after each look that found a host in order. */
export function sweepHosts(fleet: Fleet, log: Log, onSeen: () => void): Loop {
  const away = new Set<string>();
  const sweep = async (host: ReturnType<Fleet['all']>[number]): Promise<void> => {
    const { name } = host.facts();
    try {
      await host.sweep(new Date());
      if (away.delete(name)) log.info('worker host answers again', { host: name });
      onSeen();
    } catch (error) {
      if (!away.has(name)) log.warn('worker host does not answer', { host: name, error });
      away.add(name);
    }
  };
  return loop({
    name: 'sweep-hosts',
    everyMs: EVERY_MS,
    log,
    async tick() {
      await Promise.all(fleet.all().map(sweep));
    },
  });
}
