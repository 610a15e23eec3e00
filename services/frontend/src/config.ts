/** All settings of the frontend: variable, default and meaning together; read once, by `main`. */
import { COMMON, httpPort, setting, trustedProxies, type ConfigOf } from '@kopr/shared/config';
import { factor, pairs, protocols } from './setting-kinds.js';

const MIB = 1024 * 1024;

const url = (name: string, meaning: string, fallback: string) => setting.url({ name, meaning, default: fallback });

/** Where each room is reached: by people and dnf, and by builders and services inside (`…BUILDER…`). */
const ADDRESSES = {
  frontendUrl: url('KOPR_FRONTEND_URL', 'the frontend as people reach it', 'http://localhost:5000'),
  frontendBuilderUrl: url('KOPR_FRONTEND_BUILDER_URL', 'the frontend from inside', 'http://frontend:5000'),
  distGitUrl: url('KOPR_DIST_GIT_URL', 'dist-git as people reach it', 'http://localhost:5001'),
  distGitBuilderUrl: url('KOPR_DIST_GIT_BUILDER_URL', 'dist-git from inside', 'http://dist-git:5001'),
  resultsUrl: url('KOPR_RESULTS_URL', 'the results tree as people and dnf reach it', 'http://localhost:5002/results'),
  resultsBuilderUrl: url('KOPR_RESULTS_BUILDER_URL', 'the results tree from inside', 'http://results/results'),
  intakeUrl: url('KOPR_INTAKE_URL', 'intake and live logs as people reach them', 'http://localhost:5003'),
  intakeBuilderUrl: url('KOPR_INTAKE_BUILDER_URL', 'the intake from inside', 'http://repo-publisher:5003'),
} as const;

/** What a task may use unless its chroot says else. */
const TASKS = {
  taskMemoryMb: setting.integer(
    { name: 'KOPR_TASK_MEMORY_MB', default: 2048, meaning: 'memory of a task, MiB' },
    { min: 64 },
  ),
  taskCpus: setting.integer({ name: 'KOPR_TASK_CPUS', default: 2, meaning: 'CPUs of a task' }, { min: 1 }),
  taskPids: setting.integer({ name: 'KOPR_TASK_PIDS', default: 4096, meaning: 'processes of a task' }, { min: 64 }),
  taskDiskMb: setting.integer(
    { name: 'KOPR_TASK_DISK_MB', default: 16384, meaning: 'disk of a task, MiB' },
    { min: 256 },
  ),
  builderImage: setting.text({
    name: 'KOPR_BUILDER_IMAGE',
    default: 'kopr/builder:dev',
    meaning: 'container image for chroots of the mock engine that name none',
  }),
  buildTimeoutS: setting.seconds({
    name: 'KOPR_BUILD_TIMEOUT',
    default: 18_000,
    meaning: 'how long a build may take when its submitter does not say',
  }),
  sourceImage: setting.text({
    name: 'KOPR_SOURCE_IMAGE',
    default: 'kopr/source-tools:dev',
    meaning: 'container image with the tools that make SRPMs of sources',
  }),
  sourceTimeoutS: setting.seconds({
    name: 'KOPR_SOURCE_TIMEOUT',
    default: 5400,
    meaning: 'how long making an SRPM of a source may take',
  }),
  maxSrpmBytes: setting.integer(
    {
      name: 'KOPR_MAX_SRPM_BYTES',
      meaning: 'largest SRPM, and largest archive that is uploaded to the lookaside, in bytes',
      default: 2048 * MIB,
    },
    { min: 1 },
  ),
  maxDownloadBytes: setting.integer(
    { name: 'KOPR_MAX_DOWNLOAD_BYTES', meaning: 'most bytes that making one SRPM may fetch', default: 8192 * MIB },
    { min: 1 },
  ),
  allowPrivateSources: setting.flag({
    name: 'KOPR_ALLOW_PRIVATE_SOURCES',
    meaning: 'whether sources, and repositories that users name, may be at private and loopback addresses; for tests',
    default: false,
  }),
  sourceProtocols: protocols({
    name: 'KOPR_SOURCE_PROTOCOLS',
    default: 'https ftps',
    meaning: 'how the sources of a spec may be fetched that came without an SRPM, of http, https and ftps',
  }),
  deadlineScale: factor({
    name: 'KOPR_DEADLINE_SCALE',
    default: 1,
    meaning: 'factor on every deadline of a state that does not move; tests shorten them by it',
  }),
} as const;

/** What is taken and kept of webhooks. */
const HOOKS = {
  maxHookBytes: setting.integer(
    {
      name: 'KOPR_MAX_HOOK_BYTES',
      default: 25 * MIB,
      meaning: 'largest delivery of a webhook, in bytes; GitHub sends none that is larger',
    },
    // In a statement its bytes are hexadecimal digits, and MariaDB takes 64 MiB at once (docker-compose.yml).
    { min: 1024, max: 30 * MIB },
  ),
  hookDeliveries: setting.integer(
    { name: 'KOPR_HOOK_DELIVERIES', default: 200, meaning: 'how many deliveries of webhooks a project keeps' },
    { min: 1, max: 100_000 },
  ),
  hookBytes: setting.integer(
    {
      name: 'KOPR_HOOK_BYTES',
      default: 200 * MIB,
      meaning: 'how many bytes of deliveries of webhooks a project keeps; those of the last hour are kept anyway',
    },
    { min: MIB },
  ),
  hookHourDeliveries: setting.integer(
    {
      name: 'KOPR_HOOK_HOUR_DELIVERIES',
      default: 10_000,
      meaning: 'how many deliveries of webhooks are taken for a project in an hour',
    },
    { min: 1 },
  ),
  hookHourBytes: setting.integer(
    {
      name: 'KOPR_HOOK_HOUR_BYTES',
      default: 100 * MIB,
      meaning: 'how many bytes of deliveries of webhooks are taken for a project in an hour',
    },
    { min: 1024 },
  ),
  hookDays: setting.integer(
    { name: 'KOPR_HOOK_DAYS', default: 30, meaning: 'how long deliveries of webhooks are kept, in days' },
    { min: 1, max: 3650 },
  ),
} as const;

/** Every variable that the frontend reads. */
export const SETTINGS = {
  ...COMMON,
  ...ADDRESSES,
  ...TASKS,
  ...HOOKS,
  httpPort: httpPort(5000),
  trustedProxies,
  databaseUrl: setting.url({
    name: 'KOPR_DATABASE_URL',
    default: 'mysql://kopr_frontend:kopr@localhost:3306/kopr_frontend',
    meaning: 'the service’s own MariaDB schema, as mysql://user:password@host:port/schema',
    secret: true,
  }),
  redisUrl: setting.url({
    name: 'KOPR_REDIS_URL',
    default: 'redis://localhost:6379',
    meaning: 'Redis: web sessions in the frontend, the line in the scheduler',
    secret: true,
  }),
  dataDir: setting.text({
    name: 'KOPR_DATA_DIR',
    default: '/var/lib/kopr',
    meaning: 'where the service keeps its files',
  }),
  builderPublicKey: setting.file({
    name: 'KOPR_BUILDER_PUBLIC_KEY_FILE',
    default: '/run/secrets/builder.pub.pem',
    meaning: 'Ed25519 public key (PEM) that builder tokens are checked with',
  }),
  sealingKeys: setting.file({
    name: 'KOPR_SEALING_KEYS_FILE',
    default: '/run/secrets/sealing.keys',
    meaning: 'keys that seal the secrets of users, one a line; the first seals, all open',
  }),
  allowPrivateForges: setting.flag({
    name: 'KOPR_ALLOW_PRIVATE_FORGES',
    meaning: 'whether statuses of commits may be sent to forges at private addresses, and by http',
    default: false,
  }),
  pruneEveryS: setting.seconds({
    name: 'KOPR_PRUNE_EVERY',
    default: 60,
    meaning: 'how often builds are removed of which a package keeps only the newest (`max_builds`)',
  }),
  pruneDays: setting.integer(
    {
      name: 'KOPR_PRUNE_DAYS',
      default: 14,
      meaning:
        'days after which results of a build go that newer ones supersede, where a project has `auto_prune`; 0: never',
    },
    { min: 0, max: 10_000 },
  ),
  maxUploadBytes: setting.integer({
    name: 'KOPR_MAX_UPLOAD_BYTES',
    default: 2 * 1024 ** 3,
    meaning: 'largest SRPM that is taken, in bytes',
  }),
  minFreeBytes: setting.integer({
    name: 'KOPR_MIN_FREE_BYTES',
    meaning:
      'bytes that must be free on the disk of uploads, and on that of dist-git: with fewer, uploads are refused and imports wait',
    default: 1024 * MIB,
  }),
  keepFailedDays: setting.integer({
    name: 'KOPR_KEEP_FAILED_DAYS',
    meaning: 'days for which sources are kept whose import failed and may be asked for once more',
    default: 7,
  }),
  maxCompsBytes: setting.integer(
    { name: 'KOPR_MAX_COMPS_BYTES', default: 4 * 1024 ** 2, meaning: 'largest comps.xml that is taken, in bytes' },
    { min: 1024, max: 15 * 1024 ** 2 },
  ),
  eolChrootDays: setting.integer(
    {
      name: 'KOPR_EOL_CHROOT_DAYS',
      default: 180,
      meaning: 'how long the results of a chroot stay after its end of life was told, in days',
    },
    { min: 1, max: 3650 },
  ),
  chrootAliases: pairs({
    name: 'KOPR_CHROOT_ALIASES',
    meaning: 'other names of releases in .repo files, for projects that have none of the name asked for',
  }),
  repoGpgcheck: setting.flag({
    name: 'KOPR_REPO_GPGCHECK',
    default: false,
    meaning: 'repo_gpgcheck in .repo files; metadata is signed either way',
  }),
  tokenDays: setting.integer(
    { name: 'KOPR_TOKEN_DAYS', default: 180, meaning: 'how long a new API token is valid, in days' },
    { min: 1, max: 3650 },
  ),
  sessionDays: setting.integer(
    { name: 'KOPR_SESSION_DAYS', default: 14, meaning: 'how long a web session lasts without being used, in days' },
    { min: 1, max: 365 },
  ),
  vendor: setting.text({ name: 'KOPR_VENDOR', default: 'Kopr', meaning: 'first words of the RPMs’ Vendor tag' }),
} as const;

/** The values of the settings. */
export type Config = ConfigOf<typeof SETTINGS>;
