/** The publisher's settings. */
import { COMMON, httpPort, loadConfig, setting, type ConfigOf } from '@kopr/shared/config';

/** All that repo-publisher reads from its environment. */
export const SETTINGS = {
  ...COMMON,
  httpPort: httpPort(5003),
  databaseUrl: setting.url({
    name: 'KOPR_DATABASE_URL',
    meaning: 'the service’s own MariaDB schema, as mysql://user:password@host:3306/schema',
    secret: true,
  }),
  dataDir: setting.text({ name: 'KOPR_DATA_DIR', meaning: 'folder on the service’s volume', default: '/var/lib/kopr' }),
  builderPublicKey: setting.file({
    name: 'KOPR_BUILDER_PUBLIC_KEY_FILE',
    meaning: 'PEM file of the Ed25519 public key that builder tokens are checked with',
  }),
  resultsUrl: setting.url({
    name: 'KOPR_RESULTS_URL',
    meaning: 'where people and clients find the results tree',
    default: 'http://localhost:5002/results',
  }),
  signDomain: setting.text({
    name: 'KOPR_SIGN_DOMAIN',
    meaning: 'domain in the user ids of signing keys',
    default: 'localhost',
  }),
  signKeyBits: setting.integer(
    { name: 'KOPR_SIGN_KEY_BITS', meaning: 'length of new RSA signing keys', default: 3072 },
    { min: 2048, max: 8192 },
  ),
  signKeyYears: setting.integer(
    { name: 'KOPR_SIGN_KEY_YEARS', meaning: 'years for which new signing keys are valid', default: 5 },
    { min: 1, max: 30 },
  ),
  publishLanes: setting.integer(
    { name: 'KOPR_PUBLISH_LANES', meaning: 'repositories that are published at the same time', default: 2 },
    { min: 1, max: 64 },
  ),
  publishLease: setting.seconds({
    name: 'KOPR_PUBLISH_LEASE_S',
    meaning: 'how long a dead publisher’s repository waits for another',
    default: 20,
  }),
  repoGrace: setting.seconds({
    name: 'KOPR_REPO_GRACE_S',
    meaning: 'how long metadata files stay after they were replaced',
    default: 600,
  }),
  intakeKeep: setting.seconds({
    name: 'KOPR_INTAKE_KEEP_S',
    meaning: 'how long files of an ended attempt wait for the order to import or publish them',
    default: 172_800,
  }),
  diskMinMb: setting.integer({
    name: 'KOPR_DISK_MIN_MB',
    meaning: 'free MiB on the volume below which uploads and publishing wait',
    default: 1024,
  }),
  watchersMax: setting.integer({
    name: 'KOPR_WATCHERS_MAX',
    meaning: 'people who may follow live logs at the same time',
    default: 500,
  }),
  watchersPerAddress: setting.integer(
    { name: 'KOPR_WATCHERS_PER_ADDRESS', meaning: 'how many of them may come from one address', default: 20 },
    { min: 1, max: 1_000_000 },
  ),
} as const;
export type Config = ConfigOf<typeof SETTINGS>;

/** The configuration from the environment; ends the process when it is wrong. */
export function readEnvironment(): Config {
  return loadConfig(SETTINGS);
}
