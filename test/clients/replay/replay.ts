/** Sends recorded requests in order to one frontend, and gathers what differs. */
import { compare, type Difference } from './compare.js';
import type { Frontend } from './frontend.js';
import type { Memory } from './memory.js';
import { settleHookBuilds } from './hook-builds.js';
import { isBackend, newPlay } from './play.js';
import type { Player } from './player.js';
import type { Step } from './recording.js';
import { basicOf, send, type Reply } from './send.js';

/** One frontend, who speaks to it, and what was learnt of it. */
export interface Scene {
  readonly frontend: Frontend;
  readonly player: Player;
  readonly memory: Memory;
}

/** All differences, in order. */
export async function replay(scene: Scene, steps: readonly Step[]): Promise<Difference[]> {
  const { frontend, player, memory } = scene;
  const play = newPlay(player, memory);
  const found: Difference[] = [];
  for (const step of steps) {
    // Ours takes what Copr refused one step before; what follows was recorded without it.
    if (step.name === 'add-minimal') await forget(frontend, 'pform');
    if (step.name === 'pkg-build-7') await breakRest(scene);
    // An admin added a chroot here; that was not recorded.
    if (step.name === 'edit-add-i386') await frontend.admin('chroot', 'create', 'fedora-42-i386');
    if (isBackend(step)) {
      found.push(...(await played(play, step)));
      continue;
    }
    const reply = await send(frontend, memory, step);
    // Copr builds before it answers.
    if (step.request.path.startsWith('/webhooks/')) {
      await frontend.admin('hooks-worked');
      await settleHookBuilds(frontend, memory, step);
    }
    found.push(...compare(step, reply, memory));
    keepToken(frontend, step, reply);
  }
  return found;
}

async function forget(frontend: Frontend, project: string): Promise<void> {
  const headers = { authorization: basicOf(frontend, 'alice') };
  await fetch(`${frontend.url}/api_3/project/delete/alice/${project}`, { method: 'DELETE', headers });
}

/** A build of which only some branches were imported: for Copr it has failed, for us the others are still to be built. */
async function breakRest({ player, memory }: Scene): Promise<void> {
  for (const chroot of ['fedora-42-x86_64', 'fedora-42-aarch64']) {
    await player.broke(memory.idOf('build', 7), chroot, 1700000000);
  }
}

async function played(play: (step: Step) => Promise<void>, step: Step): Promise<Difference[]> {
  try {
    await play(step);
    return [];
  } catch (error) {
    return [{ step, status: 0, way: 'play', where: '', recorded: 'played', ours: String(error) }];
  }
}

/** Whoever renews the token goes on with the new one. */
function keepToken({ users }: Frontend, { request }: Step, { json }: Reply): void {
  if (!request.path.endsWith('/api-token') || request.auth === null) return;
  const { api_login: login, api_token: token } = (json ?? {}) as Record<string, string | undefined>;
  if (login !== undefined && token !== undefined) users.set(request.auth, { login, token });
}
