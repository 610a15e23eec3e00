/** dist-git's settings. */
import { COMMON, httpPort, setting, trustedProxies } from '@kopr/shared/config';

const MIB = 1024 * 1024;

/** By name, with defaults and meanings; values are read by `loadConfig` in main. */
export const SETTINGS = {
  ...COMMON,
  httpPort: httpPort(5001),
  trustedProxies,
  databaseUrl: setting.url({
    name: 'KOPR_DATABASE_URL',
    meaning: 'MariaDB with user, password and the service’s own schema, as mysql://user:password@host:3306/schema',
    secret: true,
  }),
  dataDir: setting.text({
    name: 'KOPR_DATA_DIR',
    meaning: 'directory of the service’s own data; one file system',
    default: '/var/lib/kopr',
  }),
  frontendUrl: setting.url({
    name: 'KOPR_FRONTEND_BUILDER_URL',
    meaning: 'frontend as builders and services reach it; uploaded sources are fetched from there',
    default: 'http://frontend:5000',
  }),
  frontendSiteUrl: setting.url({
    name: 'KOPR_FRONTEND_URL',
    meaning: 'the frontend as people reach it',
    default: 'http://localhost:5000',
  }),
  siteUrl: setting.url({
    name: 'KOPR_DIST_GIT_URL',
    meaning: 'dist-git as people reach it',
    default: 'http://localhost:5001',
  }),
  builderPublicKey: setting.file({
    name: 'KOPR_BUILDER_PUBLIC_KEY_FILE',
    meaning: 'PEM file of the Ed25519 public key that builder tokens are checked with',
  }),
  importWorkers: setting.integer(
    { name: 'KOPR_IMPORT_WORKERS', meaning: 'imports at the same time in one dist-git process', default: 4 },
    { min: 1, max: 64 },
  ),
  importLease: setting.seconds({
    name: 'KOPR_IMPORT_LEASE',
    meaning: 'how long an import, a fork or a push of a dead process waits before another takes it over',
    default: 15,
  }),
  importTimeout: setting.seconds({
    name: 'KOPR_IMPORT_TIMEOUT',
    meaning: 'longest time of one import',
    default: 1800,
  }),
  downloadTimeout: setting.seconds({
    name: 'KOPR_DOWNLOAD_TIMEOUT',
    meaning: 'longest time of the download of one SRPM',
    default: 600,
  }),
  resolveTimeout: setting.seconds({
    name: 'KOPR_RESOLVE_TIMEOUT',
    meaning: 'how long a git server may take to tell what a branch or tag is',
    default: 60,
  }),
  intakeKeep: setting.seconds({
    name: 'KOPR_INTAKE_KEEP_S',
    meaning: 'how long files of an ended attempt wait for the order to import or publish them',
    default: 172_800,
  }),
  keepFailedDays: setting.integer({
    name: 'KOPR_KEEP_FAILED_DAYS',
    meaning: 'days for which sources are kept whose import failed and may be asked for once more',
    default: 7,
  }),
  maxSrpmBytes: setting.integer(
    {
      name: 'KOPR_MAX_SRPM_BYTES',
      meaning: 'largest SRPM, and largest archive that is uploaded to the lookaside, in bytes',
      default: 2048 * MIB,
    },
    { min: 1 },
  ),
  maxUnpackedBytes: setting.integer(
    { name: 'KOPR_MAX_UNPACKED_BYTES', meaning: 'most bytes of an unpacked SRPM', default: 8192 * MIB },
    { min: 1 },
  ),
  maxFiles: setting.integer(
    { name: 'KOPR_MAX_SRPM_FILES', meaning: 'most files in an SRPM', default: 10_000 },
    { min: 1 },
  ),
  maxPushBytes: setting.integer(
    { name: 'KOPR_MAX_PUSH_BYTES', meaning: 'most bytes of one push to dist-git', default: 100 * MIB },
    { min: 1 },
  ),
  maxRepositoryBytes: setting.integer(
    {
      name: 'KOPR_MAX_REPOSITORY_BYTES',
      meaning: 'most bytes of a package’s repository in dist-git: a larger one takes no more pushes',
      default: 1024 * MIB,
    },
    { min: 1 },
  ),
  maxPushedRepositories: setting.integer(
    {
      name: 'KOPR_MAX_PUSHED_REPOSITORIES',
      meaning: 'most packages of a project that have a repository by pushes alone, with nothing imported into it yet',
      default: 500,
    },
    { min: 1 },
  ),
  dayBytes: setting.integer(
    {
      name: 'KOPR_DIST_GIT_DAY_BYTES',
      meaning:
        'most bytes that a project takes in a day, and that a person puts there, by pushes and by uploads of archives',
      default: 20_480 * MIB,
    },
    { min: 1 },
  ),
  keepLostDays: setting.integer(
    {
      name: 'KOPR_KEEP_LOST_DAYS',
      meaning:
        'days for which commits are kept, for the builds that were queued with them, that force pushes and deleted branches or tags left behind',
      default: 30,
    },
    { min: 1 },
  ),
  pushTimeout: setting.seconds({
    name: 'KOPR_PUSH_TIMEOUT',
    meaning: 'longest time of one push to dist-git',
    default: 300,
  }),
  minFreeBytes: setting.integer({
    name: 'KOPR_MIN_FREE_BYTES',
    meaning:
      'bytes that must be free on the disk of uploads, and on that of dist-git: with fewer, uploads and pushes are refused and imports wait',
    default: 1024 * MIB,
  }),
  allowPrivateSources: setting.flag({
    name: 'KOPR_ALLOW_PRIVATE_SOURCES',
    meaning: 'whether sources, and repositories that users name, may be at private and loopback addresses; for tests',
    default: false,
  }),
  gitAuthorName: setting.text({
    name: 'KOPR_GIT_AUTHOR_NAME',
    meaning: 'author of the commits that imports make',
    default: 'Kopr dist-git',
  }),
  gitAuthorEmail: setting.text({
    name: 'KOPR_GIT_AUTHOR_EMAIL',
    meaning: 'e-mail address of that author',
    default: 'dist-git@localhost',
  }),
} as const;
