/** A project with webhooks: Alice's p1, to whose hooks the forges send. */
import { createHmac, randomUUID } from 'node:crypto';
import { listDeliveries, type DeliveryRow } from '../../src/store/deliveries.js';
import { projectsWithDeliveries } from '../../src/store/delivery-queue.js';
import { hookProjectNamed, type HookProject } from '../../src/store/hook-settings.js';
import { workDelivery } from '../../src/verbs/work-delivery.js';
import type { Stack } from '../stack.js';

export const CHROOT = 'fedora-42-x86_64';
export const HELLO = 'https://github.com/octo/hello';

/** What is sent to a hook; what is not said is as it should be. */
export interface Sent {
  readonly event?: string;
  readonly payload?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  readonly package?: string;
  /** Signs the body as GitHub does. */
  readonly key?: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

export type HookHouse = Awaited<ReturnType<typeof hookHouse>>;

/** Makes project and owner; `auth` is the owner's Authorization header. */
export async function hookHouse(stack: Stack, name = 'p1', owner = 'alice') {
  const auth = await stack.user(owner);
  await stack.ask('POST', `/api_3/project/add/${owner}`, auth, { name, chroots: [CHROOT] });
  const { db } = stack.deps;
  const project = async (): Promise<HookProject> => {
    const found = await hookProjectNamed(db.manager, owner, name);
    if (!found) throw new Error('the project is gone');
    return found;
  };
  const { projectId } = await project();

  async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<Answered> {
    const answer = await fetch(`${stack.url}/webhooks/${path}`, { method: 'POST', body, headers, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  }

  return {
    auth,
    owner,
    name,
    projectId,
    project,
    post,
    /** Adds a package that webhooks rebuild. */
    addPackage: async (packageName: string, fields: object = {}, type = 'scm') => {
      const source = type === 'scm' ? { clone_url: HELLO } : {};
      const body = { package_name: packageName, webhook_rebuild: true, ...source, ...fields };
      const { status, text } = await stack.ask(
        'POST',
        `/api_3/package/add/${owner}/${name}/${packageName}/${type}`,
        auth,
        body,
      );
      if (status !== 200) throw new Error(text);
    },
    /** Sends a delivery of GitHub. */
    github: async ({ event = 'push', payload, headers = {}, secret, package: of, key }: Sent): Promise<Answered> => {
      const body = JSON.stringify(payload);
      const signature = key && `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
      return post(
        `github/${projectId}/${secret ?? (await project()).webhookSecret ?? ''}/${of === undefined ? '' : `${of}/`}`,
        body,
        {
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': randomUUID(),
          ...(signature ? { 'x-hub-signature-256': signature } : {}),
          ...headers,
        },
      );
    },
    /** Has all that waits worked off, as the loop does. */
    work: async () => {
      for (;;) {
        const now = stack.deps.now();
        const due = await projectsWithDeliveries(db.manager, now, 10);
        if (due.length === 0) return;
        for (const one of due) await workDelivery(stack.deps, one);
      }
    },
    /** All deliveries, oldest first. */
    deliveries: async (): Promise<DeliveryRow[]> =>
      (await listDeliveries(db.manager, projectId, { limit: 5000, offset: 0 })).reverse(),
    /** All builds, oldest first. */
    builds: async (): Promise<Build[]> => {
      const { json } = await stack.ask('GET', `/api_3/build/list?ownername=${owner}&projectname=${name}`);
      return (json['items'] as Build[]).toReversed();
    },
    /** What a build is made of. */
    source: async (build: number): Promise<Record<string, unknown>> => {
      const { json } = await stack.ask('GET', `/api_3/build/source-build-config/${build}`);
      return json['source_dict'] as Record<string, unknown>;
    },
  };
}

/** A build as the API has it. */
export interface Build {
  readonly id: number;
  readonly state: string;
  readonly submitter: string | null;
  readonly is_background: boolean;
  readonly project_dirname: string;
  readonly source_package: { readonly name: string | null };
  readonly chroots: readonly string[];
  readonly kopr_reason: string | null;
}
