/** Which packages are built when a forge tells of something, and why, or why not. */
import type { SourceType } from '../source-definition.js';
import type { HookEvent, PullRequest } from './event.js';
import { keysOf, repositoryOf } from './repository.js';
import { branchFits, changesFor, pathsFit, tagFits, type Changes, type HookRules, type Verdict } from './rules.js';

/** What of a package counts. */
export interface HookPackage {
  readonly name: string;
  readonly sourceType: SourceType;
  readonly sourceParams: Readonly<Record<string, unknown>>;
  readonly webhookRebuild: boolean;
  readonly hookRules: HookRules;
}

/** What to build instead of what the package says. */
interface SourceChange {
  readonly committish: string;
  readonly clone_url?: string;
}

/** What becomes of one package. `change` null: it is not built. */
export interface Decision {
  readonly package: string;
  readonly change: SourceChange | null;
  readonly why: string;
}

/**
 * One decision for each of these packages that comes from the event's repository. `named`: the package of the hook's
 * address. Of many packages a hundred or so should be given at once, so that others get a turn between.
 */
export function decide(event: HookEvent, packages: readonly HookPackage[], named: string | null): Decision[] {
  if (event.kind === 'other' || (event.kind === 'pull-request' && event.act === 'closed')) return [];
  const keys = keysOf(event.urls);
  const mine = packages.filter(({ sourceParams }) => keys.includes(keyOf(sourceParams) ?? ''));
  const rules = mine.map(({ hookRules }) => hookRules);
  const changes = changesFor(event.kind === 'push' ? event.changes : null, rules);
  return mine.map((one): Decision => {
    const { fits, why } = one.webhookRebuild ? verdictOf(event, one, { named, changes }) : OFF;
    return { package: one.name, change: fits ? changeOf(event, one) : null, why };
  });
}

const OFF: Verdict = { fits: false, why: 'rebuilding by webhooks (webhook_rebuild) is off' };

/** What the repository of a package is known by; null for what does not come from one. */
export function keyOf({ clone_url: url }: HookPackage['sourceParams']): string | null {
  return typeof url === 'string' ? repositoryOf(url) : null;
}

type Telling = Exclude<HookEvent, { kind: 'other' }>;

interface Told {
  readonly named: string | null;
  readonly changes: Changes;
}

function verdictOf(event: Telling, { name, sourceParams, hookRules }: HookPackage, { named, changes }: Told): Verdict {
  const [committish, subdirectory] = [textOf(sourceParams['committish']), textOf(sourceParams['subdirectory'])];
  switch (event.kind) {
    case 'tag':
      return tagFits(event.tag, hookRules, name, named);
    case 'push':
      return both(branchFits(event.branch, hookRules, committish), () => pathsFit(changes, hookRules, subdirectory));
    case 'pull-request':
      return both(requestFits(event, hookRules), () => branchFits(event.into, hookRules, committish));
  }
}

function both(first: Verdict, second: () => Verdict): Verdict {
  if (!first.fits) return first;
  const last = second();
  return last.fits ? { fits: true, why: `${first.why}, ${last.why}` } : last;
}

function requestFits({ number, from }: PullRequest, { pullRequests }: HookRules): Verdict {
  const no = (why: string): Verdict => ({ fits: false, why });
  if (!from) return no('the repository that the pull request comes from is gone');
  if (pullRequests === 'none') return no('pull requests are not built');
  if (pullRequests === 'own' && from.isFork) return no('pull requests from forks are not built');
  return { fits: true, why: `pull request ${number}` };
}

function changeOf(event: Telling, { sourceParams }: HookPackage): SourceChange {
  if (event.kind === 'tag') return { committish: event.tag };
  if (event.kind === 'push') return { committish: event.commit };
  // A branch of the repository itself is fetched by the package's own address, for which it may have a secret.
  const isOwn = event.from?.isFork === false && repositoryOf(event.from.url) === keyOf(sourceParams);
  if (isOwn) return { committish: event.from.commit };
  return { clone_url: event.from?.url ?? '', committish: event.from?.commit ?? '' };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
