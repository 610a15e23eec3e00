/** What comes before a body is read, and when it cannot be. The project's owners see that something came, and why it was refused. */
import { turnstile, visitorOf, type Turnstile } from '@kopr/shared/turnstile';
import type { Request, Response } from 'express';
import type { Deps } from '../deps.js';
import { refusalOf, refuse } from '../domain/refusal.js';
import { httpErrorOf } from '../http/body.js';
import { checkHookBudget } from '../verbs/check-hook-budget.js';
import { countRefused } from '../verbs/count-refused.js';
import { rawBody } from './raw-body.js';

/** Smaller bodies need no turn. */
const LARGE_BYTES = 1024 ** 2;
/** A large body is in memory whole, several times over while it is read. */
const PLACES = { inside: 4, waiting: 40, each: 2 };

/** All doors share the places. */
export const largeBodies = (): Turnstile => turnstile(PLACES);

/** Refuses when the project has had its share; those of an hour are counted in one delivery, as there may be thousands. */
export async function takeShare(deps: Deps, projectId: number, forge: string): Promise<void> {
  try {
    await checkHookBudget(deps, projectId);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) await countRefused(deps, projectId, forge, refusal.message);
    throw error;
  }
}

/** Does the work that reads the body, a large one in its turn. */
export async function inTurn<R>(
  large: Turnstile,
  request: Request,
  response: Response,
  projectId: number,
  work: () => Promise<R>,
): Promise<R> {
  const length = Number(request.headers['content-length'] ?? Infinity);
  if (length <= LARGE_BYTES) return work();
  // In a list, as the work itself may come to nothing.
  const done = await large(visitorOf(response, String(projectId)), async () => [await work()] as const);
  return done
    ? done[0]
    : refuse('busy', 'Too many large deliveries come at the same time. Please try again in a moment.');
}

/** The body; `keep` is told why it was not taken. */
export async function takeBody(
  { config }: Deps,
  request: Request,
  response: Response,
  keep: (why: string) => Promise<void>,
): Promise<Buffer> {
  try {
    return await rawBody(request, response, config.maxHookBytes);
  } catch (error) {
    const why = WHY[httpErrorOf(error)?.status ?? 0];
    if (why !== undefined) await keep(why(config.maxHookBytes));
    throw error;
  }
}

const WHY: Readonly<Record<number, (limit: number) => string>> = {
  413: (limit) => `it was too large: at most ${limit} bytes are taken`,
  415: () => 'it was compressed, which is not taken',
};
