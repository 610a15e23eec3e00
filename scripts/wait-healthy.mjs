// Waits until every container of a compose project is healthy; shows who is missing, and the log's end of whoever does not come up.
import { execFileSync } from 'node:child_process';

const project = process.argv[2] ?? 'kopr';
const deadline = Date.now() + Number(process.argv[3] ?? 180) * 1000;
const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
function unready() {
  const ids = docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`)
    .split('\n')
    .filter(Boolean);
  if (ids.length === 0) return [{ service: 'every service', status: 'absent' }];
  return JSON.parse(docker('inspect', ...ids))
    .map(({ Id: id, State: state, Config: config }) => ({
      id,
      service: config.Labels['com.docker.compose.service'],
      status: `${state.Status}, ${state.Health?.Status ?? 'healthy'}`,
    }))
    .filter(({ status }) => status !== 'running, healthy');
}

let shown = '';
for (;;) {
  const waiting = unready();
  if (waiting.length === 0) break;
  const line = waiting.map((one) => one.service).join(', ');
  if (line !== shown) console.log(`waiting for ${line}`);
  shown = line;
  if (Date.now() > deadline) {
    for (const one of waiting) {
      console.error(`${one.service}: ${one.status}`);
      if (one.id) console.error(docker('logs', '--tail', '20', one.id));
    }
    process.exit(1);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
}
console.log('all services are healthy');
