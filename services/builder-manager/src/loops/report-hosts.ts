/** Says what each host has and runs: every few seconds, and at once when a slot changed hands. */
import { envelopeOf, type Bus } from '@kopr/shared/bus';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { Fleet } from '../hosts/fleet.js';
import type { HostAtWork } from '../hosts/worker-host.js';

const EVERY_MS = 5_000;

export interface ReportOptions {
  readonly bus: Pick<Bus, 'publish' | 'connected'>;
  readonly fleet: Fleet;
  readonly log: Log;
}

/** The loop. A host that does not answer is not reported, which is what the scheduler goes by. */
export function reportHosts({ bus, fleet, log }: ReportOptions): Loop {
  const report = async (host: HostAtWork): Promise<void> => {
    const body = host.report(new Date());
    if (body && bus.connected()) await bus.publish(envelopeOf('hosts.reported', body));
  };
  return loop({
    name: 'report-hosts',
    everyMs: EVERY_MS,
    log,
    async tick() {
      await Promise.all(fleet.all().map(report));
    },
  });
}
