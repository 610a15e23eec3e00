/** Settings that every service has under the same names. */
import { setting, type Setting } from './setting.js';

/** Where the service answers `/healthz`, `/readyz` and whatever else it serves. */
export function httpPort(port: number): Setting<number> {
  return setting.integer(
    { name: 'KOPR_HTTP_PORT', meaning: 'TCP port of the service’s own HTTP server', default: port },
    { max: 65_535 },
  );
}

/** Spread these into a service's settings; give `httpPort(5004)` for a default port of its own. */
export const COMMON = {
  amqpUrl: setting.url({
    name: 'KOPR_AMQP_URL',
    meaning: 'RabbitMQ with user, password and vhost, as amqp://user:password@host:5672/vhost',
    secret: true,
  }),
  logLevel: setting.oneOf(['debug', 'info', 'warn', 'error'], {
    name: 'KOPR_LOG_LEVEL',
    meaning: 'least important level that is logged',
    default: 'info',
  }),
  httpPort: httpPort(8080),
} as const;
