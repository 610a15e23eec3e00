/**
 * Pushing. Who may is asked first, then the list of commands is read and held against what may be pushed; only then
 * git sees the request. Refusals are given in the form in which git shows them to people: as text before a push, and as
 * a report on each ref once it sends its pack.
 */
import { once } from 'node:events';
import { newTrace, withTrace } from '@kopr/shared/log';
import { type Request, type Response, Router } from 'express';
import { type RepositoryName, repositoryName } from '../domain/names.js';
import { type CommandList, MAX_LIST_BYTES, readCommands } from '../domain/push/commands.js';
import { flush, frame } from '../domain/push/pkt-line.js';
import { type Refused, readsReports, reportOf, RESULT_TYPE } from '../domain/push/report.js';
import { advertiseRefs } from '../git/receive-pack.js';
import { ensureRepository, isThere } from '../git/repository.js';
import type { Means } from '../verbs/means.js';
import { obstacleTo, openPush } from '../verbs/open-push.js';
import { type Body, bodyOf, drain } from './body.js';
import type { PusherOf } from './pusher.js';
import { receive } from './receive.js';
import { openDoor } from './door.js';

/** What the routes work with. */
interface PushMeans {
  readonly means: Means;
  readonly pusherOf: PusherOf;
}

/** Pushes at the same time, and how many may wait: each may wait for an import, too. */
const PLACES = { inside: 8, waiting: 100, each: 4 };
const TOO_MANY = 'too many pushes at once; push again in a moment';
const NO_CACHE = { 'cache-control': 'no-cache, max-age=0, must-revalidate', pragma: 'no-cache' };

type Params = { owner: string; dirname: string; package: string };

/** Routes below `/git`, beside those for cloning. */
export function pushRoutes({ means, pusherOf }: PushMeans): Router {
  const router = Router();
  const door = openDoor(PLACES);
  router.get('/:owner/:dirname/:package/info/refs', async (request, response, next) => {
    if (request.query['service'] !== 'git-receive-pack') {
      next();
      return;
    }
    const target = await targetOf(pusherOf, request, response);
    if (target) await advertise(means, target.name, response);
  });
  router.post('/:owner/:dirname/:package/git-receive-pack', async (request, response) => {
    const target = await targetOf(pusherOf, request, response);
    if (!target) return;
    const body = bodyOf(request);
    const read = await readList(body).catch(() => undefined);
    if (!read) return void response.status(400).type('text/plain').send('this is not how git pushes\n');
    // git asks so whether it may push at all, before it sends much.
    if (read.list.commands.length === 0) {
      answer(response, Buffer.alloc(0));
      return;
    }
    const push = async (): Promise<true> => {
      const opened = await openPush(means, { ...target, trace: newTrace() }, read.list.commands);
      if ('reason' in opened) await refuse(means, { response, body, list: read.list }, opened);
      else await withTrace(opened.push.trace, () => receive(means, opened, { response, body, head: read.head }));
      return true;
    };
    if (!(await door(response, push)) && !response.destroyed)
      await refuse(means, { response, body, list: read.list }, { reason: TOO_MANY });
  });
  return router;
}

interface Target {
  readonly name: RepositoryName;
  readonly projectId: number;
  readonly pusher: string;
}

/** Undefined when the request is answered. */
async function targetOf(pusherOf: PusherOf, request: Request<Params>, response: Response): Promise<Target | undefined> {
  const { owner, dirname, package: named } = request.params;
  const pusher = await pusherOf(request, response, { owner, dirname });
  if (!pusher) return undefined;
  const name = repositoryName(owner, dirname, named.replace(/\.git$/, ''));
  if (name) return { name, projectId: pusher.projectId, pusher: pusher.user };
  response.status(404).type('text/plain').send(`no package can be called ${named}\n`);
  return undefined;
}

async function advertise(means: Means, name: RepositoryName, response: Response): Promise<void> {
  const { layout } = means;
  const obstacle = await obstacleTo(means, name);
  if (obstacle !== undefined)
    return void response.status(503).set('retry-after', '10').type('text/plain').send(`${obstacle}\n`);
  const repository = layout.repository(name);
  const isNew = !(await isThere(repository));
  if (isNew) await ensureRepository(layout.empty, 'main', layout.root);
  const git = advertiseRefs(isNew ? layout.empty : repository);
  git.stdin.end();
  response.set({ ...NO_CACHE, 'content-type': 'application/x-git-receive-pack-advertisement' });
  response.write(Buffer.concat([frame('# service=git-receive-pack\n'), flush]));
  git.stdout.pipe(response, { end: false });
  const [code] = (await once(git, 'close')) as [number | null];
  // Half a list must not look like a whole one.
  if (code === 0) response.end();
  else response.destroy();
}

/** The list, and what came behind it in the same pieces. */
async function readList(body: Body): Promise<{ list: CommandList; head: Buffer } | undefined> {
  let head: Buffer = Buffer.alloc(0);
  for (let piece = await body(); piece; piece = await body()) {
    head = Buffer.concat([head, piece]);
    const list = readCommands(head.length > MAX_LIST_BYTES ? head.subarray(0, MAX_LIST_BYTES + 1) : head);
    if (list === 'odd') return undefined;
    if (list !== 'more') return { list, head };
  }
  return undefined;
}

interface Asked {
  readonly response: Response;
  readonly body: Body;
  readonly list: CommandList;
}

async function refuse({ limits }: Means, { response, body, list }: Asked, refused: Refused): Promise<void> {
  await drain(body, limits.maxPushBytes).catch(() => undefined);
  if (!response.req.complete) response.set('connection', 'close');
  if (readsReports(list)) answer(response, reportOf(list, refused));
  else response.status(503).set('retry-after', '10').type('text/plain').send(`${refused.reason}\n`);
}

function answer(response: Response, bytes: Buffer): void {
  response.set({ ...NO_CACHE, 'content-type': RESULT_TYPE }).end(bytes);
}
