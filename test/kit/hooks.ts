/** A project’s webhooks, as forges use them. */
import { randomUUID } from 'node:crypto';
import type { Packager } from './client.js';
import { FRONTEND, until } from './stack.js';

/** A delivery as the API has it. */
export interface Delivery {
  readonly state: string;
  readonly reason: string | null;
  readonly decisions: readonly { readonly build: number | null; readonly why: string }[];
}

/** What a forge sends: to which hook, with which headers. */
export interface Telling {
  readonly forge: 'github' | 'gitlab';
  readonly event: string;
  readonly payload: object;
}

const HEADERS = {
  github: (event: string) => ({ 'x-github-event': event, 'x-github-delivery': randomUUID() }),
  gitlab: (event: string) => ({ 'x-gitlab-event': event, 'idempotency-key': randomUUID() }),
};

/** The hooks of a project that is there. */
export async function hooksOf(who: Packager, project: string) {
  const { addresses } = await who.api<{ addresses: Record<string, string> }>(
    `/webhook/settings/${who.name}/${project}`,
  );
  const addressOf = (forge: string): string => FRONTEND + new URL(addresses[forge] ?? '').pathname;
  return {
    addressOf,
    /** Adds a package that webhooks rebuild, from the branch main of a git repository. */
    add: async (name: string, url: string): Promise<void> => {
      const source = { clone_url: url, source_build_method: 'make_srpm', committish: 'main' };
      const body = { package_name: name, webhook_rebuild: true, ...source };
      const { error } = await who.send('POST', `/package/add/${who.name}/${project}/${name}/scm`, body);
      if (error !== undefined) throw new Error(error);
    },
    /** Sends what the forge would; waits until it was worked off. */
    tell: async ({ forge, event, payload }: Telling): Promise<Delivery> => {
      const headers = { 'content-type': 'application/json', ...HEADERS[forge](event) };
      const answer = await fetch(addressOf(forge), { method: 'POST', headers, body: JSON.stringify(payload) });
      const text = await answer.text();
      const id = /webhooks\/(\d+)\/$/.exec(text)?.[1];
      if (answer.status !== 200 || id === undefined) throw new Error(`the hook answered ${answer.status}: ${text}`);
      return until(`delivery ${id} is worked off`, 60_000, async () => {
        const path = `/webhook/delivery/${who.name}/${project}/${id}`;
        const delivery = await who.api<Delivery & Record<string, unknown>>(path);
        return delivery.state !== 'waiting' && delivery;
      });
    },
  };
}

/** The build that came of a delivery. */
export function buildOf({ decisions, reason }: Delivery): number {
  const [only] = decisions;
  if (only?.build == null) throw new Error(`nothing was built: ${only?.why ?? reason ?? ''}`);
  return only.build;
}

/** A push to the branch main, as GitHub tells it. */
export const pushed = (url: string, commit: string): Telling => ({
  forge: 'github',
  event: 'push',
  payload: {
    ref: 'refs/heads/main',
    after: commit,
    commits: [{ added: [], modified: ['a.txt'], removed: [] }],
    repository: { clone_url: url },
    sender: { url: 'https://api.github.com/users/mona' },
  },
});

/** The same, as GitLab tells it. */
export const pushedAtGitLab = (url: string, commit: string): Telling => ({
  forge: 'gitlab',
  event: 'Push Hook',
  payload: {
    object_kind: 'push',
    ref: 'refs/heads/main',
    before: 'f'.repeat(40),
    after: commit,
    user_username: 'joe',
    project: { git_http_url: url },
    commits: [{ added: [], modified: ['a.txt'], removed: [] }],
    total_commits_count: 1,
  },
});
