/** git's own end of a push: checks every object, stores them as a pack, then moves the refs. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { boundedGit } from './bounded.js';
import { gitEnvironment } from './environment.js';

/** What a push may do, beyond what its list of commands says. */
export interface ReceiveTerms {
  /** Largest pack. */
  readonly maxBytes: number;
  readonly pusher: string;
  /** Whether branches may go where they leave commits behind. */
  readonly mayForce: boolean;
}

const CONFIG = [
  'transfer.fsckObjects=true',
  'receive.fsckObjects=true',
  // Each push stays one pack, as an import does.
  'receive.unpackLimit=1',
  // Whoever holds the repository next repacks it.
  'receive.autogc=false',
  'receive.denyDeleteCurrent=refuse',
  'receive.advertisePushOptions=false',
];

/** The process that reads commands and pack from its input, and answers on its output. It dies with this process. */
export function receivePack(repository: string, terms: ReceiveTerms): ChildProcessWithoutNullStreams {
  const { maxBytes, pusher, mayForce } = terms;
  const config = [`receive.maxInputSize=${maxBytes}`, `receive.denyNonFastForwards=${!mayForce}`];
  return start(config, ['--stateless-rpc', repository], { REMOTE_USER: pusher });
}

/** The process that tells which refs there are, and what a push may use. */
export function advertiseRefs(repository: string): ChildProcessWithoutNullStreams {
  return start([], ['--stateless-rpc', '--advertise-refs', repository], {});
}

function start(
  config: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const settings = [...CONFIG, ...config].flatMap((one) => ['-c', one]);
  // Orphaned, git would go on and move refs after somebody else has told what this push came to.
  const command = ['--pdeathsig', 'KILL', '--', ...boundedGit([...settings, 'receive-pack', ...args]).flat()];
  return spawn('setpriv', command, { env: gitEnvironment(env), cwd: '/', detached: true });
}
