// Runs the six services from their sources and restarts each when its files change; one prefix a service, Ctrl-C ends them all.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const env = process.env;
// Builders are containers: they reach processes on this host by their network's gateway.
const network = env.KOPR_BUILDER_NETWORK || 'kopr-builders';
const host = execFileSync('docker', ['network', 'inspect', network, '--format', '{{(index .IPAM.Config 0).Gateway}}'], {
  encoding: 'utf8',
}).trim();
const database = (name, password) => `mysql://${name}:${password}@127.0.0.1:13306/${name}`;
const common = {
  KOPR_AMQP_URL: `amqp://kopr:${env.KOPR_RABBITMQ_PASSWORD}@127.0.0.1:5672/kopr`,
  KOPR_FRONTEND_URL: 'http://localhost:5000',
  KOPR_DIST_GIT_URL: 'http://localhost:5001',
  KOPR_RESULTS_URL: 'http://localhost:5002/results',
  KOPR_INTAKE_URL: 'http://localhost:5003',
  KOPR_FRONTEND_BUILDER_URL: `http://${host}:5000`,
  KOPR_DIST_GIT_BUILDER_URL: `http://${host}:5001`,
  KOPR_RESULTS_BUILDER_URL: `http://${host}:5002/results`,
  KOPR_INTAKE_BUILDER_URL: `http://${host}:5003`,
  KOPR_BUILDER_PUBLIC_KEY_FILE: resolve('secrets/builder.pub.pem'),
  KOPR_SEALING_KEYS_FILE: resolve('secrets/sealing.keys'),
  KOPR_BUILDER_NETWORK: network,
};
const services = {
  frontend: {
    KOPR_HTTP_PORT: '5000',
    KOPR_DATABASE_URL: database('kopr_frontend', env.KOPR_FRONTEND_DB_PASSWORD),
    KOPR_REDIS_URL: 'redis://127.0.0.1:16380',
  },
  'dist-git': { KOPR_HTTP_PORT: '5001', KOPR_DATABASE_URL: database('kopr_distgit', env.KOPR_DISTGIT_DB_PASSWORD) },
  scheduler: { KOPR_HTTP_PORT: '5004', KOPR_REDIS_URL: 'redis://127.0.0.1:16379' },
  'builder-manager': {
    KOPR_HTTP_PORT: '5005',
    KOPR_BUILDER_PRIVATE_KEY_FILE: resolve('secrets/builder.pem'),
    KOPR_WORKERS_FILE: resolve('ops/workers.yaml'),
  },
  'repo-publisher': {
    KOPR_HTTP_PORT: '5003',
    KOPR_DATABASE_URL: database('kopr_publisher', env.KOPR_PUBLISHER_DB_PASSWORD),
  },
  notifier: {
    KOPR_HTTP_PORT: '5006',
    KOPR_DATABASE_URL: database('kopr_notifier', env.KOPR_NOTIFIER_DB_PASSWORD),
    KOPR_PUBLIC_AMQP_URL: `amqp://notifier:${env.KOPR_PUBLIC_RABBITMQ_PASSWORD}@127.0.0.1:5672/%2Fpublic_pubsub`,
    KOPR_SMTP_URL: 'smtp://127.0.0.1:11025',
  },
};

const children = Object.entries(services).map(([name, own]) => {
  const data = resolve('.cache/dev', name);
  mkdirSync(data, { recursive: true });
  const child = spawn(
    process.execPath,
    ['--watch', '--conditions=source', '--import', 'tsx', `services/${name}/src/main.ts`],
    {
      env: { ...env, ...common, KOPR_DATA_DIR: data, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream
      .setEncoding('utf8')
      .on('data', (text) => process.stdout.write(text.replace(/^(?=.)/gm, `${name.padEnd(16)} `)));
  }
  return child;
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => children.forEach((child) => child.kill('SIGTERM')));
