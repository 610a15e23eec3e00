/** Lets the player bring a whole build to its end; for clients that wait for one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Frontend } from './frontend.js';
import { SOURCE, type Player } from './player.js';

/** How a build is to end, and what is found in its source. */
export interface Fate {
  readonly build: number;
  readonly fate: 'succeeded' | 'failed';
  readonly package: string;
}

const COMMIT = 'b'.repeat(40);
const COMMITS = Object.fromEntries(['f41', 'f42', 'master', 'epel9'].map((branch) => [branch, COMMIT]));

/** All of a build's way, in all of its chroots. */
export async function fulfil(frontend: Frontend, player: Player, { build, fate, package: name }: Fate): Promise<void> {
  await makeSource(player, build);
  await player.imported(build, { package: name, version: '1.0-1', commits: COMMITS, limits: {} });
  const answer = await fetch(`${frontend.url}/api_3/build/${build}`);
  const { chroots } = (await answer.json()) as { chroots: string[] };
  const packages = [{ name, epoch: null, version: '1.0', release: '1', arch: 'x86_64' }];
  const now = Math.floor(Date.now() / 1000);
  for (const chroot of chroots) {
    await player.assigned(build, chroot);
    await player.started(build, chroot, now);
    if (fate === 'failed') await player.broke(build, chroot, now);
    else await player.succeeded(build, chroot, now, packages);
  }
}

async function makeSource(player: Player, build: number): Promise<void> {
  if (!(await player.resolved(build))) return;
  const now = Math.floor(Date.now() / 1000);
  await player.assigned(build, SOURCE);
  await player.started(build, SOURCE, now);
  await player.made(build, now);
}

/** The same, for programs: POST a fate, and it is fulfilled when the answer comes. */
export async function openFates(frontend: Frontend, player: Player): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const done = async () => fulfil(frontend, player, JSON.parse(await text(request)) as Fate);
    done().then(
      () => response.end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}
