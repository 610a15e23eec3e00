/** How an attempt's container is made: the least privilege that its engine and host need, and limits for everything. */
import { containerName, labelsOf, type Launch } from './attempt.js';

/** The least privilege that works on a worker host: a set of capabilities, or everything. */
export type Profile = 'caps' | 'privileged';

export interface Surroundings {
  readonly instance: string;
  readonly network: string;
  readonly frontendUrl: string;
  /** Name of the volume with Node and the builder program. */
  readonly volume: string;
  /** Options of that Node. */
  readonly nodeOptions: readonly string[];
  /** Of the worker host; matters to the mock engine only. */
  readonly profile: Profile;
}

const HOSTNAME = 'builder';

/** Where the volume is mounted. */
export const BUILDER_DIR = '/opt/kopr';

// Docker's default set without what no build needs: NET_RAW, NET_BIND_SERVICE, AUDIT_WRITE, SETPCAP.
const RPMBUILD_CAPS = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'SETUID',
  'SETGID',
  'SETFCAP',
  'KILL',
  'MKNOD',
  'SYS_CHROOT',
];
// The tightest set seen to work for mock with simple isolation.
const MOCK_CAPS = [...RPMBUILD_CAPS, 'SYS_ADMIN'];
// A Makefile that makes a source runs as root, as Copr's does. The builder takes this one away from it, and then the kernel
// shows nothing of the more privileged builder (memory, open files) to it.
const SOURCE_CAPS = [...RPMBUILD_CAPS, 'SETPCAP'];

/** Below this a chroot in memory would leave too little for the build in it. */
const CHROOT_IN_MEMORY_MB = 8192;

/** The engine's create call, as its API names things. */
export function containerSpec(launch: Launch, around: Surroundings) {
  const { attempt, image } = launch;
  return {
    name: containerName(attempt, around.instance),
    Image: image,
    User: '0:0',
    WorkingDir: '/',
    Entrypoint: [`${BUILDER_DIR}/node`, ...around.nodeOptions, `${BUILDER_DIR}/builder.mjs`],
    Cmd: [],
    Env: [`KOPR_TASK=${attempt.task}`, `KOPR_FRONTEND_URL=${around.frontendUrl}`],
    Labels: labelsOf(attempt, around.instance),
    // Fixed, or the container's own name leaks into %_buildhost.
    Hostname: HOSTNAME,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      ...privilegesOf(launch, around.profile),
      ...limitsOf(launch),
      NetworkMode: around.network,
      // Without a network the container must still know its own name, or every look-up of it waits for a timeout.
      ExtraHosts: [`${HOSTNAME}:127.0.0.1`],
      Binds: [`${around.volume}:${BUILDER_DIR}:ro`],
      // A reaper as PID 1: builds leave orphans behind.
      Init: true,
      RestartPolicy: { Name: 'no' },
      // Never rotated: the log is read from byte 0, also after a restart of ours.
      LogConfig: { Type: 'json-file', Config: {} },
    },
  };
}

function privilegesOf({ engine, attempt }: Launch, profile: Profile) {
  if (engine === 'mock' && profile === 'privileged') return { Privileged: true };
  const own = attempt.kind === 'source' ? SOURCE_CAPS : RPMBUILD_CAPS;
  return {
    CapDrop: ['ALL'],
    CapAdd: engine === 'mock' ? MOCK_CAPS : own,
    SecurityOpt: ['no-new-privileges'],
  };
}

function limitsOf({ class: { memoryMb, cpus, pids }, engine }: Launch) {
  const bytes = memoryMb * 1024 * 1024;
  const inMemory = engine === 'mock' && memoryMb >= CHROOT_IN_MEMORY_MB;
  return {
    Memory: bytes,
    // The same again means no swap: a build that swaps holds up its neighbours.
    MemorySwap: bytes,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: pids,
    // Some programs close every possible descriptor at each start; the engine's default would cost them seconds. A host that is a container itself cannot raise it.
    Ulimits: [{ Name: 'nofile', Soft: 10_240, Hard: 10_240 }],
    Tmpfs: {
      '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${Math.floor(memoryMb / 2)}m`,
      ...(inMemory && { '/var/lib/mock': 'rw,exec,dev,suid,mode=2775' }),
    },
  };
}
