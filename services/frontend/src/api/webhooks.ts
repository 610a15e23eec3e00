/** API v3: what was delivered to webhooks, and what came of it. */
import { required } from '../domain/refusal.js';
import { bodyOf, findDelivery, listDeliveries } from '../store/deliveries.js';
import type { HookProject } from '../store/hook-settings.js';
import { redeliver } from '../verbs/redeliver.js';
import type { Endpoint, ErrorCase, UserCall } from './endpoint.js';
import { listInPieces, slices } from './list-pieces.js';
import { pageAsked, pageOf } from './pages.js';
import { listOf } from './schemas/common.js';
import { badPage, noProject } from './schemas/errors.js';
import * as shown from './schemas/webhook.js';
import { deliveryObject } from './webhook-objects.js';
import { notYours, ownProject } from './webhook-settings.js';

async function deliveryOf(call: UserCall, { projectId }: HookProject, number = call.path['delivery'] ?? '') {
  const found = /^\d{1,9}$/.test(number) ? await findDelivery(call.deps.db.manager, projectId, Number(number)) : null;
  return required(found, 'missing', `Delivery ${number} does not exist.`);
}

async function list(call: UserCall) {
  const { projectId } = await ownProject(call);
  const page = pageOf(call.query, 'delivery', ['id']);
  const read = (slice: { limit: number; offset: number }) => listDeliveries(call.deps.db.manager, projectId, slice);
  return listInPieces(page, slices(page, read), deliveryObject);
}

async function one(call: UserCall) {
  const row = await deliveryOf(call, await ownProject(call));
  const payload = (await bodyOf(call.deps.db.manager, row.id)).toString();
  return { ...deliveryObject(row), headers: row.headers, payload };
}

async function again(call: UserCall) {
  const project = await ownProject(call);
  const id = await redeliver(call.deps, await deliveryOf(call, project));
  return deliveryObject(await deliveryOf(call, project, String(id)));
}

const noDelivery: ErrorCase = {
  status: 404,
  when: 'There is no such delivery (any more).',
  error: 'Delivery 1 does not exist.',
};
const { exampleDelivery, exampleWholeDelivery } = shown;

export const WEBHOOKS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/webhook/deliveries/:owner/:project',
    about: 'What was delivered to a project’s webhooks, newest first, and what came of it.',
    login: true,
    docs: {
      query: pageAsked,
      answer: listOf(shown.deliveryAnswer),
      example: { items: [exampleDelivery], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } },
      errors: [noProject, notYours, badPage],
    },
    run: list,
  },
  {
    verb: 'GET',
    path: '/webhook/delivery/:owner/:project/:delivery',
    about: 'One delivery, with what was sent.',
    login: true,
    docs: {
      answer: shown.wholeDeliveryAnswer,
      example: exampleWholeDelivery,
      errors: [noProject, notYours, noDelivery],
    },
    run: one,
  },
  {
    verb: 'POST',
    path: '/webhook/redeliver/:owner/:project/:delivery',
    about: 'Has a delivery worked off once more; what is answered is the new one.',
    login: true,
    docs: {
      answer: shown.deliveryAnswer,
      example: { ...exampleDelivery, id: 2, state: 'waiting', decisions: [], repeats: 1, ended_on: null },
      errors: [
        noProject,
        notYours,
        noDelivery,
        { status: 409, when: 'It waits, or was refused.', error: 'A delivery that was refused cannot be worked off.' },
      ],
    },
    run: again,
  },
];
