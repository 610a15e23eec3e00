/**
 * The benchmarks' own servers (scripts/bench.sh starts them): the addresses of the containers themselves, so that no proxy
 * stands between, and the processes whose CPU time counts.
 */
import { must } from '../../test/kit/stack.js';

const PORTS = { mariadb: 3306, redis: 6379, rabbitmq: 5672 } as const;
const VARIABLES = {
  mariadb: 'KOPR_TEST_MARIADB_URL',
  redis: 'KOPR_TEST_REDIS_URL',
  rabbitmq: 'KOPR_TEST_AMQP_URL',
} as const;

/** One server's process, and its address put in the place of a published one. */
export interface Server {
  readonly pid: number;
  /** Its own address, with the password that scripts/test-servers.sh told. */
  readonly url: string;
  direct(url: string): string;
}

/** The server of this name. */
export async function findServer(name: keyof typeof PORTS): Promise<Server> {
  const format = '{{.State.Pid}} {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const shown = await must('docker', ['inspect', '-f', format, `kopr-bench-${name}`]);
  const [pid = '', address = ''] = shown.trim().split(' ');
  const direct = (published: string): string => {
    const url = new URL(published);
    url.host = `${address}:${PORTS[name]}`;
    return url.href;
  };
  return { pid: Number(pid), url: direct(process.env[VARIABLES[name]] ?? ''), direct };
}
