/** The settings of builder-manager, read once. */
import { COMMON, httpPort, loadConfig, setting, type ConfigOf } from '@kopr/shared/config';

/** Every variable with its meaning and default. */
export const SETTINGS = {
  amqpUrl: COMMON.amqpUrl,
  logLevel: COMMON.logLevel,
  httpPort: httpPort(5005),
  workersFile: setting.text({
    name: 'KOPR_WORKERS_FILE',
    meaning: 'YAML file of worker hosts, read again whenever it changes',
    default: 'ops/workers.yaml',
  }),
  builderKey: setting.file({
    name: 'KOPR_BUILDER_PRIVATE_KEY_FILE',
    meaning: 'PEM file with the Ed25519 key that signs builder tokens',
    secret: true,
  }),
  instance: setting.text({
    name: 'KOPR_INSTANCE',
    meaning: 'label of this installation on containers, so that several can share a worker host',
    default: 'kopr',
  }),
  network: setting.text({
    name: 'KOPR_BUILDER_NETWORK',
    meaning: 'network of the builders on each worker host; made where it is missing',
    default: 'kopr-builders',
  }),
  frontendUrl: setting.url({
    name: 'KOPR_FRONTEND_BUILDER_URL',
    meaning: 'the frontend as builders reach it',
    default: 'http://frontend:5000',
  }),
  intakeUrl: setting.url({
    name: 'KOPR_INTAKE_BUILDER_URL',
    meaning: 'the intake of repo-publisher as builders and this service reach it',
    default: 'http://repo-publisher:5003',
  }),
  bundle: setting.text({
    name: 'KOPR_BUILDER_BUNDLE',
    meaning: 'the bundled builder program (npm run build makes it)',
    default: 'services/builder-manager/dist/builder.mjs',
  }),
  probeImage: setting.text({
    name: 'KOPR_PROBE_IMAGE',
    meaning: 'image in which a worker host is probed when it is there; otherwise the first attempt’s image is used',
    default: 'kopr/minidistro:13',
  }),
  resultBytes: setting.integer({
    name: 'KOPR_RESULT_BYTES',
    meaning: 'how many bytes of results and logs one attempt may deliver',
    default: 8 * 1024 ** 3,
  }),
  logBytes: setting.integer({
    name: 'KOPR_LOG_BYTES',
    meaning: 'how long the log of one attempt may get; a build that says more is ended',
    default: 1024 ** 3,
  }),
};
export type Config = ConfigOf<typeof SETTINGS>;

/** The settings found in the environment; exits with every problem named when there is one. */
export function readSettings(): Config {
  return loadConfig(SETTINGS);
}
