/** Does what a forge's delivery asks for, in one transaction: builds, cancels, and what became of it. */
import { eventKey, payloadOf } from '../domain/hooks/delivery.js';
import { wordsOf, type HookEvent, type PullRequest, type Reading } from '../domain/hooks/event.js';
import { FORGES, headerOf, type ForgeName } from '../domain/hooks/forge.js';
import { keysOf } from '../domain/hooks/repository.js';
import { addressOf, type DeliveryRow, type Outcome, type PackageOutcome } from '../store/deliveries.js';
import type { HookBuildRow } from '../store/hook-builds.js';
import { chrootsOf } from '../store/project-parts.js';
import { withRequests } from './asked-request.js';
import { buildForHook } from './build-for-hook.js';
import { decideDelivery, type PackageDecision } from './decide-delivery.js';
import { endRequestBuilds, requestDir, whyNotAgain } from './end-request-builds.js';
import { hookSource, isFromFork, whyShut } from './hook-source.js';
import type { Settling } from './settling.js';

/** What came of it. `first` is called before the first build: it says why there must not be any. */
export async function settleForge(
  settling: Settling,
  forge: ForgeName,
  body: Buffer,
  first: (key: string | null) => Promise<Outcome | undefined>,
): Promise<Outcome> {
  const { read, key } = readOnce(settling.row, forge, body);
  if (!read.ok) return { state: 'refused', reason: read.wrong, decisions: [] };
  const { events, unknown } = await withRequests(settling, read.events);
  const looks = await decideDelivery(settling.tx, settling.project.id, events, settling.row.package);
  const isBuilt = looks.some(({ decisions }) => decisions.some(({ change }) => change));
  const repeated = isBuilt ? await first(key) : undefined;
  if (repeated) return repeated;
  const outcomes: PackageOutcome[] = [];
  // Of many branches each has the same to say.
  const reasons = new Set<string>(unknown);
  for (const { event, decisions, reason } of looks) {
    if (reason !== null) reasons.add(reason);
    if (event.kind === 'pull-request') for (const one of await endOthers(settling, event)) reasons.add(one);
    outcomes.push(...(await buildAll(settling, event, decisions)));
  }
  const state = outcomes.some(({ build }) => build !== null) ? 'built' : 'nothing';
  return { state, reason: reasons.size === 0 ? null : [...reasons].join('; '), decisions: outcomes };
}

/** The payload, which may be large, is not kept while builds are made. */
function readOnce(row: DeliveryRow, forge: ForgeName, body: Buffer): { read: Reading; key: string | null } {
  const { headers } = row;
  const payload = payloadOf(headers, body);
  const read = FORGES[forge].read(headerOf(headers, FORGES[forge].event), payload);
  return { read, key: eventKey(addressOf(row), FORGES[forge], headers, payload) };
}

async function endOthers(settling: Settling, event: PullRequest): Promise<string[]> {
  const ended = await endRequestBuilds(settling, event);
  return ended.length === 0 ? [] : [`canceled, since the pull request went on: ${ended.join(', ')}`];
}

async function buildAll(
  settling: Settling,
  event: HookEvent,
  decisions: readonly PackageDecision[],
): Promise<PackageOutcome[]> {
  const outcomes: PackageOutcome[] = [];
  const hasChroots = (await chrootsOf(settling.tx, settling.project.id)).length > 0;
  for (const decision of decisions) {
    const { package: name, why } = decision;
    const obstacle = decision.change === null ? undefined : await whyNot(settling, event, decision, hasChroots);
    const isBuilt = decision.change !== null && obstacle === undefined;
    const build = isBuilt ? await buildOne(settling, event, decision) : null;
    outcomes.push({ package: name, build, why: obstacle ?? why });
  }
  return outcomes;
}

async function whyNot(settling: Settling, event: HookEvent, decision: PackageDecision, hasChroots: boolean) {
  if (!hasChroots) return 'the project has no active chroots';
  const shut = whyShut(event, decision);
  if (shut !== undefined || event.kind !== 'pull-request') return shut;
  return whyNotAgain(settling, event, decision.package);
}

async function buildOne({ deps, tx, say, project, row }: Settling, event: HookEvent, decision: PackageDecision) {
  return buildForHook(deps, tx, say, {
    ...{ project, row: decision.row, source: hookSource(decision), isOwn: !isFromFork(event) },
    dirname: event.kind === 'pull-request' ? requestDir(project, event) : project.name,
    submitter: { id: null, name: event.kind === 'other' ? null : event.sender },
    event,
    origin: originOf(row, event),
  });
}

function originOf({ id, forge }: DeliveryRow, event: HookEvent): Omit<HookBuildRow, 'buildId'> {
  const about = { deliveryId: id, forge, about: wordsOf(event).slice(0, 500) };
  if (event.kind === 'other') return { ...about, repository: null, commit: null, pullRequest: null };
  const [repository = null] = keysOf(event.urls);
  const commit = event.kind === 'push' ? event.commit : event.kind === 'pull-request' ? event.from?.commit : null;
  return {
    ...about,
    repository,
    commit: commit ?? null,
    pullRequest: event.kind === 'pull-request' ? event.number : null,
  };
}
