/** Lets git take a push in: the request goes in, its answer comes out, and the push is settled before the client knows. */
import { once } from 'node:events';
import { deadline } from '@kopr/shared/guard';
import type { Response } from 'express';
import { RESULT_TYPE } from '../domain/push/report.js';
import { endGroup } from '../git/end-group.js';
import { removeLeftovers } from '../git/make-ready.js';
import { receivePack } from '../git/receive-pack.js';
import { repositoryBytes } from '../git/repository-size.js';
import { isDiskFull } from '../sources/space.js';
import { noteTaken } from '../store/takings.js';
import type { Means } from '../verbs/means.js';
import type { OpenPush } from '../verbs/open-push.js';
import { settlePush } from '../verbs/settle-push.js';
import { tellDiskFull } from '../verbs/tell-disk.js';
import { type Body, pour } from './body.js';

/** `head`: what was read of the body already. */
export interface Exchange {
  readonly response: Response;
  readonly body: Body;
  readonly head: Buffer;
}

/** Beside the pack there are the commands; git itself says that a pack is too large. */
const BESIDE_PACK = 1024 * 1024;
const MAX_COMPLAINT = 2000;

/** Never throws: what cannot be settled now is settled by the loop, when the lease is over. */
export async function receive(means: Means, open: OpenPush, exchange: Exchange): Promise<void> {
  const { push, lease } = open;
  const startedAt = performance.now();
  try {
    const complaint = await runGit(means, open, exchange);
    await countGrowth(means, open);
    const moved = await settlePush(means, push);
    const durationMs = Math.round(performance.now() - startedAt);
    means.log.info('push ended', { ...push.name, pusher: push.pusher, moved, complaint, durationMs });
    if (isDiskFull(new Error(complaint))) await tellDiskFull(means);
  } catch (error) {
    means.log.error('a push could not be settled', { ...push.name, error });
  } finally {
    lease.stop();
    const { response } = exchange;
    // A client that still sends without end is not listened to.
    if (response.req.complete) response.end();
    else response.destroy();
  }
}

/** While nobody else adds anything. */
async function countGrowth({ db }: Means, { repository, bytesBefore, taking }: OpenPush): Promise<void> {
  if (!taking) return;
  await removeLeftovers(repository);
  await noteTaken(db, taking, Math.max(0, (await repositoryBytes(repository)) - bytesBefore));
}

/** What git complained of to us; what it says to the client goes there. */
async function runGit({ limits }: Means, open: OpenPush, { response, body, head }: Exchange): Promise<string> {
  const { repository, maxBytes, mayForce, push, lease } = open;
  const git = receivePack(repository, { maxBytes, mayForce, pusher: push.pusher });
  const closed = once(git, 'close');
  const end = (): void => endGroup(git);
  const time = deadline(limits.pushMs, lease.signal);
  time.signal.addEventListener('abort', end);
  response.on('close', end);
  let complaint = '';
  git.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-MAX_COMPLAINT)));
  git.stdin.on('error', () => undefined);
  git.stdout.on('data', (piece: Buffer) => {
    if (!response.headersSent) response.set({ 'cache-control': 'no-cache', 'content-type': RESULT_TYPE });
    response.write(piece);
  });
  // A client that sends nothing more is not waited for once the time is over.
  await Promise.race([pour(body, head, git.stdin, maxBytes + BESIDE_PACK).catch(end), once(time.signal, 'abort')]);
  const [code] = (await closed) as [number | null];
  time.clear();
  // Without a word of git's, the client must not take silence for success.
  if (!response.headersSent) response.status(500).type('text/plain').write('git did not answer\n');
  else if (code !== 0 && code !== 1) complaint ||= `git ended with ${String(code)}`;
  return complaint.trim();
}
