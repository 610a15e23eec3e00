/** Recorded steps of Copr's own backend and dist-git, said as messages. */
import type { Nevra } from '@kopr/proto';
import type { Memory } from './memory.js';
import { SOURCE, type Imported, type Player } from './player.js';
import type { Step } from './recording.js';

/** One build in a recorded report. */
interface Report {
  readonly id: number;
  readonly chroot: string;
  readonly status: number;
  readonly pkg_name?: string;
  readonly pkg_version?: string;
  readonly started_on?: number;
  readonly ended_on?: number;
  readonly results?: { packages?: Nevra[]; architecture_specific_tags?: Record<string, Tags> };
}

/** What a spec says about architectures. */
interface Tags {
  readonly exclusivearch?: string[];
  readonly excludearch?: string[];
}

/** Copr's numbers of states. */
const FAILED = 0;
const SUCCEEDED = 1;
const RUNNING = 3;
/** A build that was never there. */
const NOBODY = 99999;

/** Whether a step is Copr's backend speaking, not a client. */
export const isBackend = ({ request }: Step): boolean => request.path.startsWith('/backend/');

/** Knows what sources were reported, until they are imported. */
export function newPlay(player: Player, memory: Memory) {
  const sources = new Map<number, Report>();
  const over = new Set<string>();
  const neverImported = new Set([96, 97]);

  /** Says what the step reports; reports that Kopr has no use for are left out. */
  return async ({ request }: Step): Promise<void> => {
    if (request.auth !== 'backend' || request.method !== 'POST') return;
    const body = request.body as { builds?: Report[]; build_id?: number; chroot?: string };
    if (request.path.startsWith('/backend/update')) {
      for (const report of body.builds ?? []) await update(report);
      return;
    }
    const { build_id: recorded, chroot = SOURCE } = body;
    if (recorded === undefined || recorded === NOBODY) return;
    const build = ours(recorded);
    if (request.path === '/backend/starting_build/') await assigned(build, chroot);
    if (request.path === '/backend/reschedule_build_chroot/') await player.requeued(build, chroot);
    if (request.path === '/backend/import-completed/') await imported(recorded, request.body);
  };

  function ours(recorded: number): number {
    if (!memory.knows('build', recorded)) throw new Error(`build ${recorded} was never made`);
    return memory.idOf('build', recorded);
  }

  async function assigned(build: number, chroot: string): Promise<void> {
    if (chroot !== SOURCE || (await player.resolved(build))) await player.assigned(build, chroot);
  }

  async function imported(recorded: number, body: unknown): Promise<void> {
    const build = ours(recorded);
    const { branch_commits: commits } = body as { branch_commits?: Record<string, string> };
    if (commits) await player.imported(build, foundIn(sources.get(recorded), commits));
    else await player.failed(build);
  }

  async function update(report: Report): Promise<void> {
    if (report.id === NOBODY) return;
    const build = ours(report.id);
    if (report.chroot === SOURCE) return source(report, build);
    const { chroot, ended_on: ended = 0, started_on: started = 0, results } = report;
    if (report.status === RUNNING) await player.started(build, chroot, started);
    if (report.status === FAILED || over.has(`${build}-${chroot}`)) await player.broke(build, chroot, ended);
    else if (report.status === SUCCEEDED) await player.succeeded(build, chroot, ended, results?.packages ?? []);
    if (report.status !== RUNNING) over.add(`${build}-${chroot}`);
  }

  /** A finished SRPM has no task, so that only its import can be told of. */
  async function source(report: Report, build: number): Promise<void> {
    const { status, ended_on: ended = 0, started_on: started = 0 } = report;
    const hasTask = await player.resolved(build);
    if (status === RUNNING && hasTask) await player.started(build, SOURCE, started);
    if (status === FAILED) await (hasTask ? player.broke(build, SOURCE, ended) : player.failed(build));
    if (status === SUCCEEDED && hasTask) await player.made(build, ended);
    if (status === SUCCEEDED) await found(report, build);
  }

  /** Where the recording ends before the import, it is said at once: only then Kopr knows what the source is. */
  async function found(report: Report, build: number): Promise<void> {
    sources.set(report.id, report);
    if (neverImported.has(report.id)) await player.imported(build, foundIn(report, { epel9: 'a'.repeat(40) }));
  }
}

function foundIn(report: Report | undefined, commits: Record<string, string>): Imported {
  const tags = Object.entries(report?.results?.architecture_specific_tags ?? {});
  const limits = tags.map(([branch, { exclusivearch = [], excludearch = [] }]) => [
    branch,
    { exclusive: exclusivearch, exclude: excludearch, build: [] },
  ]);
  const { pkg_name: name = 'unknown', pkg_version: version = '1-1' } = report ?? {};
  return {
    package: name,
    version,
    commits,
    limits: Object.fromEntries(limits) as Imported['limits'],
  };
}
