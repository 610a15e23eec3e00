/** A packager: an account of the stack, with its token, its copr-cli configuration and the calls that scenarios need. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CHROOT, FRONTEND, must, run, type Run, until } from './stack.js';

/** A build as API v3 gives it; only what scenarios look at. */
export interface Build {
  id: number;
  state: string;
  ownername: string;
  projectname: string;
  chroots: string[];
  source_package: { name: string | null; version: string | null; url: string | null };
  error?: string;
  [key: string]: unknown;
}

const FINAL = ['succeeded', 'failed', 'canceled', 'skipped', 'forked'];

export type Packager = Awaited<ReturnType<typeof packager>>;

/** Says one of the admin's commands; what it prints. */
export function admin(...words: string[]): Promise<string> {
  const cli = ['exec', '-T', 'frontend', 'node', 'services/frontend/dist/cli.js'];
  return must('scripts/test-stack.sh', ['compose', ...cli, ...words]);
}

/** A name that nobody has yet, so that a test may run again on the same stack. */
export function freshName(stem: string): string {
  return `${stem}-${randomUUID().slice(0, 6)}`;
}

/** Makes (or renews) the account `name` and gives its hands. */
export async function packager(name: string) {
  const config = await admin('user', 'create', name, '--email', `${name}@example.org`);
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*)$`, 'm').exec(config)?.[1] ?? '';
  const dir = await mkdtemp(join(tmpdir(), `kopr-${name}-`));
  const configFile = join(dir, 'copr');
  await writeFile(configFile, config);
  const authorization = `Basic ${Buffer.from(`${value('login')}:${value('token')}`).toString('base64')}`;

  async function api<T = Record<string, unknown>>(
    path: string,
    init: RequestInit = {},
  ): Promise<T & { error?: string }> {
    const answer = await fetch(`${FRONTEND}/api_3${path}`, {
      ...init,
      headers: { Authorization: authorization, ...(init.headers as Record<string, string> | undefined) },
    });
    return (await answer.json()) as T & { error?: string };
  }
  const send = <T = Record<string, unknown>>(method: string, path: string, body: unknown) =>
    api<T>(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

  const build = (id: number) => api<Build>(`/build/${id}`);
  async function ended(id: number, withinMs = 180_000): Promise<Build> {
    return until(`build ${id} is final`, withinMs, async () => {
      const now = await build(id);
      return FINAL.includes(now.state) && now;
    });
  }

  return {
    name,
    dir,
    configFile,
    authorization,
    api,
    send,
    build,
    ended,
    project: (project: string, extra: Record<string, unknown> = {}) =>
      send('POST', `/project/add/${name}?exist_ok=True`, { name: project, chroots: [CHROOT], ...extra }),
    async upload(project: string, file: string, extra: Record<string, unknown> = {}): Promise<Build> {
      const form = new FormData();
      form.append('pkgs', new Blob([await readFile(file)]), basename(file));
      form.append(
        'json',
        new Blob([JSON.stringify({ ownername: name, projectname: project, ...extra })], { type: 'application/json' }),
        'json',
      );
      return api<Build>('/build/create/upload', { method: 'POST', body: form });
    },
    fromUrl: async (project: string, url: string): Promise<Build> => {
      const answer = await send<{ items?: Build[] }>('POST', '/build/create/url', {
        ownername: name,
        projectname: project,
        pkgs: [url],
      });
      const first = answer.items?.[0];
      if (first === undefined) throw new Error(answer.error ?? 'no build was made');
      return first;
    },
    state: async (id: number): Promise<string> => (await build(id)).state,
    /** Waits until a build shows one of these states (or a final one). */
    reaches: (id: number, states: readonly string[], withinMs = 120_000) =>
      until(`build ${id} is ${states.join(' or ')}`, withinMs, async () => {
        const { state } = await build(id);
        return [...states, ...FINAL].includes(state) && state;
      }),
    /** The unmodified copr-cli from PyPI, as this packager. */
    copr: async (...args: string[]): Promise<Run> =>
      run(
        join((await must('scripts/python-clients.sh', [])).trim().split('\n').at(-1) ?? '', 'bin/copr-cli'),
        ['--config', configFile, ...args],
        { timeoutMs: 600_000 },
      ),
  };
}
