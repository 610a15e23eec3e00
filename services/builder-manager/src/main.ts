/** builder-manager: keeps worker hosts; starts, follows and stops builder containers. */
import { createBus } from '@kopr/shared/bus';
import { createLog } from '@kopr/shared/log';
import { runService, type Part } from '@kopr/shared/service';
import { dockerBackend } from './backends/docker/docker-backend.js';
import { engineOf } from './backends/docker/engine.js';
import { programOf } from './backends/docker/volume.js';
import { readSettings } from './config.js';
import { onTaskAssigned } from './consumers/on-task-assigned.js';
import { onTaskStopRequested } from './consumers/on-task-stop-requested.js';
import { createFleet, type Fleet } from './hosts/fleet.js';
import { createHost } from './hosts/worker-host.js';
import { reportHosts } from './loops/report-hosts.js';
import { rereadWorkers } from './loops/reread-workers.js';
import { sweepHosts } from './loops/sweep-hosts.js';
import { httpIntake } from './run/intake.js';
import { endEnvelope, newsOn } from './run/news.js';

const config = readSettings();
const log = createLog('builder-manager', config.logLevel);
const bus = createBus({ url: config.amqpUrl, service: 'builder-manager', log });
const program = await programOf(config.bundle);
const { intakeUrl: url, builderKey: privateKeyPem, logBytes } = config;
const intake = httpIntake({ url, privateKeyPem, logBytes });
const news = newsOn(bus);

const { instance, network, frontendUrl, probeImage, resultBytes } = config;
const startOptions: Parameters<typeof onTaskAssigned>[1] = {
  privateKeyPem,
  resultBytes,
  say: (attempt, verdict) => bus.publish(endEnvelope(attempt, verdict, { startedAt: null, endedAt: new Date() })),
};
const fleet: Fleet = createFleet({
  bus,
  log,
  make: (facts) =>
    createHost({
      facts,
      backend: dockerBackend({ docker: engineOf(facts), program, instance, network, frontendUrl }),
      intake,
      news,
      log: log.child({ host: facts.name }),
      onChange: () => reports.wake(),
      probeImage,
      isNeighbour: (name) => fleet.has(name),
    }),
  handlers: (host) => ({
    'task.assigned': onTaskAssigned(host, startOptions),
    'task.stop-requested': onTaskStopRequested(host),
  }),
});
const reports = reportHosts({ bus, fleet, log });
const sweeps = sweepHosts(fleet, log, () => reports.wake());
const workers = rereadWorkers(config.workersFile, fleet, log, () => sweeps.wake());

/** Ready once a host is there to report of. */
const hosts: Part = {
  name: 'worker hosts',
  start: () => Promise.resolve(),
  drain: () => fleet.drain(),
  stop: () => fleet.letGo(),
  ready: () => fleet.all().some((host) => host.report(new Date()) !== undefined),
};

await runService({
  name: 'builder-manager',
  log,
  port: config.httpPort,
  parts: [bus, hosts, reports, sweeps, workers],
});
