/** Tells what a webhook would do. Nothing is built; the question is kept among the deliveries, with its answer. */
import { currentTrace, newTrace } from '@kopr/shared/log';
import type { Deps } from '../deps.js';
import type { HookEvent } from '../domain/hooks/event.js';
import { MAX_ADDRESS_CHARS } from '../domain/hooks/repository.js';
import { refuse } from '../domain/refusal.js';
import { addDelivery } from '../store/deliveries.js';
import { checkHookBudget } from './check-hook-budget.js';
import { decideDelivery } from './decide-delivery.js';
import { whyShut } from './hook-source.js';

/** What a forge would tell. */
export interface HookQuestion {
  /** Any address of the repository. */
  readonly repository: string;
  readonly branch: string;
  /** Instead of a push to the branch; empty: none. */
  readonly tag: string;
  /** Empty: not told, as Bitbucket does. */
  readonly paths: readonly string[];
  /** Of the hook's address. */
  readonly package: string | null;
}

/** The number of the delivery that holds the answer. Rights were checked by the caller. */
export async function testHook(deps: Deps, projectId: number, question: HookQuestion): Promise<number> {
  if (question.repository.length > MAX_ADDRESS_CHARS)
    refuse('invalid', `The address of a repository has at most ${MAX_ADDRESS_CHARS} characters.`);
  await checkHookBudget(deps, projectId);
  const tx = deps.db.manager;
  const event = eventOf(question);
  const [look] = await decideDelivery(tx, projectId, [event], question.package);
  const told = (look?.decisions ?? []).map((decision) => {
    const { package: name, change, why } = decision;
    return { package: name, build: null, why: change ? (whyShut(event, decision) ?? `would be built: ${why}`) : why };
  });
  const now = deps.now();
  return addDelivery(tx, {
    ...{ projectId, forge: 'test', package: question.package, dirname: null, headers: {} },
    ...{ body: Buffer.from(JSON.stringify(question)), receivedAt: now, event: wordsFor(question), subject: '' },
    ...{ state: 'nothing', reason: look?.reason ?? 'a test builds nothing', decisions: told },
    ...{ dueAt: null, endedAt: now, builtKey: null, repeats: null, trace: currentTrace() ?? newTrace() },
  });
}

function eventOf({ repository, branch, tag, paths }: HookQuestion): HookEvent {
  const about = { urls: [repository], sender: null };
  if (tag !== '') return { kind: 'tag', ...about, tag };
  return { kind: 'push', ...about, branch, commit: '', changes: paths.length === 0 ? null : paths };
}

function wordsFor({ branch, tag }: HookQuestion): string {
  return tag === '' ? `test: push to ${branch}` : `test: tag ${tag}`;
}
