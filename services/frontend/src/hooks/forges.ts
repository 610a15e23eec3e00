/** Hooks of forges: `/webhooks/<forge>/<project>/<secret>/[<package>/]`. */
import type { Request, Response } from 'express';
import type { Deps } from '../deps.js';
import { isForge, type Headers } from '../domain/hooks/forge.js';
import { refuse } from '../domain/refusal.js';
import { deliveryPath } from '../pages/links.js';
import { checkHookBudget } from '../verbs/check-hook-budget.js';
import { receiveDelivery } from '../verbs/receive-delivery.js';
import { answer } from './answer.js';
import { rawBody } from './raw-body.js';
import { checkName, hookTarget } from './target.js';

/** The answer comes once the delivery is on disk; what becomes of it stands on its page. */
export async function takeForge(deps: Deps, request: Request, response: Response): Promise<void> {
  const { forge = '', project: number, secret, package: name } = request.params as Record<string, string | undefined>;
  if (!isForge(forge)) refuse('missing', 'There is no such webhook.');
  const project = await hookTarget(deps, number ?? '', secret ?? '');
  checkName(name);
  await checkHookBudget(deps, project.projectId);
  const body = await rawBody(request, response, deps.config.maxHookBytes);
  const headers = headersOf(request);
  const { id, wrong } = await receiveDelivery(deps, project, { forge, package: name ?? null, headers, body });
  const where = `${deps.config.frontendUrl}${deliveryPath(project, id)}`;
  if (wrong?.code === 'signature') answer(response, 403, `This webhook is not valid: ${wrong.why}`, where);
  else if (wrong) answer(response, 400, 'Bad Request', wrong.why, where);
  else answer(response, 200, 'OK', `What becomes of it: ${where}`);
}

/** Of a header that is sent several times only the first counts, as Node gives the most important ones. */
export function headersOf({ headers }: Request): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]));
}
