/** What there is to say about a build that has ended, before it becomes text or HTML. */
import type { Body } from '@kopr/proto';
import { sourceFailedWords } from '@kopr/shared/domain';

type BuildEnded = Body<'build.ended'>;
type State = BuildEnded['state'];

/** One chroot's part. Links are null where there is nothing to look at. */
export interface ChrootReport {
  readonly chroot: string;
  readonly state: State;
  readonly reason: string | null;
  readonly results: string | null;
  readonly log: string | null;
}

/** Both renderings of a mail say exactly this. */
export interface BuildReport {
  readonly headline: string;
  readonly subject: string;
  readonly project: string;
  readonly build: number;
  readonly url: string;
  readonly submitted: string;
  readonly took: string;
  /** Why the build as a whole failed (its source, mostly); null where the chroots tell it. */
  readonly reason: string | null;
  /** At which stage its source failed, in words; null when it did not. */
  readonly sourceFailed: string | null;
  /** What went wrong first. */
  readonly chroots: readonly ChrootReport[];
}

const WORST_FIRST: readonly State[] = ['failed', 'canceled', 'skipped', 'succeeded', 'forked'];
/** More names than this make a subject that nobody can read in a list. */
const MOST_NAMES = 2;

/** The fact's name, by which a repeat is known: a build whose import was asked for anew ends once more. */
export function endOf({ build, round }: Pick<BuildEnded, 'build' | 'round'>): string {
  return `build.ended:${build}${round > 0 ? `:${round}` : ''}`;
}

/** Gathers the report of a build. */
export function reportOn(fact: BuildEnded): BuildReport {
  const what = fact.package === null ? `Build ${fact.build}` : [fact.package, fact.version].filter(Boolean).join(' ');
  const headline = `${what} ${fact.state}${scope(fact)}`;
  const project = `${fact.project.owner}/${fact.project.dirname}`;
  return {
    headline,
    subject: `${project}: ${headline}`,
    project,
    build: fact.build,
    url: fact.url,
    submitted: moment(fact.submittedAt),
    took: duration(Date.parse(fact.at) - Date.parse(fact.submittedAt)),
    reason: fact.reason,
    // Deliveries that an older version put in line know of no stages and rounds.
    sourceFailed: fact.stage ? sourceFailedWords(fact.stage) : null,
    chroots: fact.chroots.map(chrootReport).sort(byState),
  };
}

/** Where it failed; nothing when it is the same everywhere. */
function scope({ state, chroots }: BuildEnded): string {
  const concerned = chroots.filter((each) => each.state === state);
  if (concerned.length === 0) return '';
  if (concerned.length <= MOST_NAMES) return ` in ${concerned.map(({ chroot }) => chroot).join(', ')}`;
  return concerned.length === chroots.length
    ? ` in all ${chroots.length} chroots`
    : ` in ${concerned.length} of ${chroots.length} chroots`;
}

function chrootReport({ chroot, state, reason, resultUrl }: BuildEnded['chroots'][number]): ChrootReport {
  const results = resultUrl === null ? null : resultUrl.replace(/\/*$/, '/');
  return { chroot, state, reason, results, log: results === null ? null : `${results}builder-live.log.gz` };
}

function byState(a: ChrootReport, b: ChrootReport): number {
  return WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || a.chroot.localeCompare(b.chroot, 'en');
}

function moment(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Milliseconds as people say them: `12 s`, `3 min 4 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
