/** Hooks of forges: `/webhooks/<forge>/<project>/<secret>/[<package>/]`. */
import type { Turnstile } from '@kopr/shared/turnstile';
import type { Request, Response } from 'express';
import type { Deps } from '../deps.js';
import { isForge, type Headers } from '../domain/hooks/forge.js';
import { refuse } from '../domain/refusal.js';
import { deliveryPath } from '../pages/links.js';
import { keepUnread, receiveDelivery } from '../verbs/receive-delivery.js';
import { answer } from './answer.js';
import { inTurn, takeBody, takeShare } from './take-body.js';
import { checkName, hookTarget } from './target.js';

/** What the doors share. */
export interface HookCalls extends Deps {
  readonly large: Turnstile;
}

/** The answer comes once the delivery is on disk; what becomes of it stands on its page. */
export async function takeForge(calls: HookCalls, request: Request, response: Response): Promise<void> {
  const { forge = '', project: number, secret, package: name } = request.params as Record<string, string | undefined>;
  if (!isForge(forge)) refuse('missing', 'There is no such webhook.');
  const project = await hookTarget(calls, number ?? '', secret ?? '');
  checkName(name);
  await takeShare(calls, project.projectId, forge);
  const told = { forge, package: name ?? null, headers: headersOf(request) };
  const { id, wrong } = await inTurn(calls.large, request, response, project.projectId, async () => {
    const body = await takeBody(calls, request, response, (why) => keepUnread(calls, project, told, why));
    return receiveDelivery(calls, project, { ...told, body });
  });
  const where = `${calls.config.frontendUrl}${deliveryPath(project, id)}`;
  if (wrong?.code === 'signature') answer(response, 403, `This webhook is not valid: ${wrong.why}`, where);
  else if (wrong) answer(response, 400, 'Bad Request', wrong.why, where);
  else answer(response, 200, 'OK', `What becomes of it: ${where}`);
}

/** Of a header that is sent several times only the first counts, as Node gives the most important ones. */
export function headersOf({ headers }: Request): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]));
}
