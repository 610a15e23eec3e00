/** Webhooks of a project, for those who may edit it. For everybody else there are none. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { DeliveryPage } from '../delivery.js';
import type { DeliveryView, HookKeysForm, HookTestForm } from '../hook-data.js';
import { deliveryPath, webhooksPath } from '../links.js';
import type { PageDeps } from '../page-deps.js';
import type { Answer, AskedBy, Doors } from '../serve.js';
import { WebhooksPage, type WebhooksProps } from '../webhooks.js';
import { pageOf, projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { statusTokenRoutes } from './status-token.js';
import { ticked, typed } from './typed.js';

/** Registers them. */
export function webhookRoutes(doors: Doors, deps: PageDeps): void {
  doors.showUser(underProject('webhooks'), (asked) => show(deps, asked));
  doors.take(underProject('webhooks/secret'), (asked) => newSecret(deps, asked));
  doors.take(underProject('webhooks/keys'), (asked) => changeKeys(deps, asked));
  statusTokenRoutes(doors, deps, (asked, more, status) => show(deps, asked, more, status));
  doors.take(underProject('webhooks/test'), (asked) => test(deps, asked));
  doors.showUser(underProject('webhooks/:delivery'), (asked) => showDelivery(deps, asked));
  doors.take(underProject('webhooks/:delivery/redeliver'), (asked) => redeliver(deps, asked));
}

type More = Partial<Pick<WebhooksProps, 'made' | 'keysError' | 'test' | 'status'>>;

async function show({ data }: PageDeps, asked: AskedBy, more: More = {}, status = 200): Promise<Answer> {
  const project = projectOf(asked);
  const hooks = await data.hooks(project, asked.viewer);
  if (!hooks) return undefined;
  const list = await data.deliveries(project, pageOf(asked));
  return { page: <WebhooksPage hooks={hooks} list={list} {...more} />, status };
}

async function newSecret({ acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const project = projectOf(asked);
  await acts.newHookSecret(asked.viewer, project);
  return { to: webhooksPath(project) };
}

async function changeKeys(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const project = projectOf(asked);
  try {
    const made = await deps.acts.changeHookKeys(asked.viewer, project, keysForm(asked.fields));
    return made === null ? { to: webhooksPath(project) } : await show(deps, asked, { made });
  } catch (error) {
    const { status, message } = refused(error);
    return show(deps, asked, { keysError: message }, status);
  }
}

function keysForm(fields: AskedBy['fields']): HookKeysForm {
  const signing = (['secret', 'new', 'own'] as const).find((known) => known === typed(fields, 'signing')) ?? 'same';
  return { signing, key: typed(fields, 'key'), signedOnly: ticked(fields, 'signedOnly') };
}

async function test(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const project = projectOf(asked);
  const form = testForm(asked.fields);
  try {
    return { to: deliveryPath(project, await deps.acts.testHook(asked.viewer, project, form)) };
  } catch (error) {
    const { status, message } = refused(error);
    return show(deps, asked, { test: { form, error: message } }, status);
  }
}

function testForm(fields: AskedBy['fields']): HookTestForm {
  const value = (name: string) => typed(fields, name);
  return {
    ...{ repository: value('repository'), branch: value('branch'), tag: value('tag') },
    ...{ paths: value('paths'), package: value('package') },
  };
}

async function deliveryHere({ data }: PageDeps, asked: AskedBy): Promise<DeliveryView | undefined> {
  const number = asked.part('delivery');
  if (!/^[1-9]\d{0,8}$/.test(number)) return undefined;
  return data.delivery(projectOf(asked), Number(number), asked.viewer);
}

async function showDelivery(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const delivery = await deliveryHere(deps, asked);
  return delivery && { page: <DeliveryPage delivery={delivery} /> };
}

async function redeliver(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const delivery = await deliveryHere(deps, asked);
  if (!delivery) return undefined;
  try {
    const id = await deps.acts.redeliver(asked.viewer, projectOf(asked), delivery.id);
    return { to: deliveryPath(projectOf(asked), id) };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <DeliveryPage delivery={delivery} error={message} />, status };
  }
}
