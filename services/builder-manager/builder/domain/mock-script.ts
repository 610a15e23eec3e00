/** How a script that makes a source is run in a chroot that mock makes: one run of mock after the other. */
import { mockArgv, type MockPaths } from './mock-plan.js';

type Argv = readonly [string, ...string[]];

export interface ScriptPaths extends Omit<MockPaths, 'spec' | 'sources'> {
  /** The script, outside. */
  readonly script: string;
  /** A webhook's payload, outside, when there is one. */
  readonly payload: string | undefined;
  /** Where the script works, inside. */
  readonly workdir: string;
}

/** One run, and what it is for. */
export interface ScriptStep {
  readonly title: string;
  readonly argv: Argv;
}

/** Everything up to the end of the script, which alone runs without rights. */
export function planScript(
  paths: ScriptPaths,
  packages: readonly string[],
  env: Readonly<Record<string, string>>,
): ScriptStep[] {
  const mock = begin(paths);
  const { script, payload, workdir } = paths;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [
    { title: 'chroot', argv: [...mock, '--init'] },
    ...(packages.length > 0 ? [{ title: 'packages', argv: [...mock, '--install', ...packages] as const }] : []),
    { title: 'copy of the script', argv: [...mock, '--copyin', script, SCRIPT] },
    { title: 'folder to work in', argv: [...mock, '--chroot', makeFolder(workdir)] },
    ...(payload === undefined
      ? []
      : [{ title: 'payload', argv: [...mock, '--copyin', payload, `${workdir}/hook_payload`] as const }]),
    { title: 'script', argv: [...mock, '--unpriv', `--cwd=${workdir}`, '--chroot', '--', 'env', ...variables, SCRIPT] },
  ];
}

/** Brings out what the script made. */
export function bringOut(paths: ScriptPaths, inside: string, outside: string): Argv {
  return [...begin(paths), '--copyout', inside, outside];
}

/** Makes the source package in the same chroot. */
export function packSources(paths: ScriptPaths, spec: string, sources: string): Argv {
  return [...begin(paths), '--buildsrpm', '--spec', spec, '--sources', sources];
}

const SCRIPT = '/script';

// Each run goes on where the one before ended.
function begin({ config, results, uniqueExt }: ScriptPaths): Argv {
  return [...mockArgv({ config, results, uniqueExt }), '--no-clean', '--no-cleanup-after'];
}

function makeFolder(dir: string): string {
  return `set -e; chmod 755 ${SCRIPT}; rm -rf ${dir}; mkdir -p ${dir}; chown mockbuild ${dir}`;
}
