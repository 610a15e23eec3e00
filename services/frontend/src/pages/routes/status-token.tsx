/** The token for statuses of commits, given and removed on the page of webhooks. */
import type { StatusTokenForm } from '../hook-data.js';
import { webhooksPath } from '../links.js';
import type { PageDeps } from '../page-deps.js';
import type { Answer, AskedBy, Doors } from '../serve.js';
import type { WebhooksProps } from '../webhooks.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { typed } from './typed.js';

/** Shows the page once more, with what could not be taken. */
type ShowAgain = (asked: AskedBy, more: Pick<WebhooksProps, 'status'>, status: number) => Promise<Answer>;

/** Registers the forms. */
export function statusTokenRoutes(doors: Doors, { acts }: PageDeps, showAgain: ShowAgain): void {
  doors.take(underProject('webhooks/status-token'), async (asked) => {
    const form = formOf(asked.fields);
    try {
      await acts.keepStatusToken(asked.viewer, projectOf(asked), form);
      return { to: `${webhooksPath(projectOf(asked))}#statuses` };
    } catch (error) {
      const { status, message } = refused(error);
      return showAgain(asked, { status: { form, error: message } }, status);
    }
  });
  doors.take(underProject('webhooks/status-token/remove'), async (asked) => {
    await acts.removeStatusToken(asked.viewer, projectOf(asked));
    return { to: `${webhooksPath(projectOf(asked))}#statuses` };
  });
}

function formOf(fields: AskedBy['fields']): StatusTokenForm {
  const forge = (['gitlab', 'gitea'] as const).find((known) => known === typed(fields, 'forge')) ?? 'github';
  return { forge, address: typed(fields, 'address'), token: typed(fields, 'token') };
}
