/** One commit as a tar, for builders: cheaper than a clone, and the same bytes for the same commit. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Log } from '@kopr/shared/log';
import { type Response, Router } from 'express';
import type { Layout } from '../domain/layout.js';
import { repositoryName } from '../domain/names.js';
import { boundedGit } from '../git/bounded.js';
import { gitEnvironment } from '../git/environment.js';
import type { Door } from './door.js';

const COMMIT_TAR = /^([0-9a-f]{40}|[0-9a-f]{64})\.tar$/;
/** A commit never changes. */
const FOREVER = 'public, max-age=31536000, immutable';
/** How git says that there is none; all else is its own trouble. */
const ABSENT = /^fatal: not a (git repository|tree object|valid object name)/;
const MAX_COMPLAINT = 500;

/** Routes below `/archive`: `/<owner>/<dirname>/<package>/<commit>.tar`. */
export function archiveRoutes(layout: Layout, door: Door, log: Log): Router {
  const router = Router();
  router.get('/:owner/:dirname/:package/:file', async (request, response) => {
    const { owner, dirname, package: named, file } = request.params;
    const name = repositoryName(owner, dirname, named);
    const commit = COMMIT_TAR.exec(file)?.[1];
    const send = async (): Promise<true> => {
      if (name && commit !== undefined) await sendArchive(layout.repository(name), commit, response, log);
      else notFound(response);
      return true;
    };
    if (!(await door(response, send)) && !response.destroyed)
      response.status(503).set('retry-after', '2').type('text/plain').send('too many archives at once\n');
  });
  return router;
}

async function sendArchive(repository: string, commit: string, response: Response, log: Log): Promise<void> {
  const [command, args] = boundedGit([`--git-dir=${repository}`, 'archive', '--format=tar', commit]);
  const child = spawn(command, args, { env: gitEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'close');
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(0, MAX_COMPLAINT)));
  response.on('close', () => child.kill('SIGKILL'));
  const tar = (child.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  // git says whether there is such a commit by beginning to write, or by not.
  const first = await tar.next();
  if (!first.done) {
    response.set({ 'content-type': 'application/x-tar', 'cache-control': FOREVER, etag: `"${commit}"` });
    response.write(first.value);
    // A client that goes away ends it; then there is nobody to tell.
    await pipeline({ [Symbol.asyncIterator]: () => tar }, response, { end: false }).catch(() => undefined);
  }
  const [code] = (await exit) as [number | null];
  if (code === 0) {
    response.end();
    return;
  }
  if (first.done && ABSENT.test(complaint)) {
    notFound(response);
    return;
  }
  if (!response.destroyed) log.warn('git archive failed', { code, complaint: complaint.trim(), repository, commit });
  // A tar that ends early must not look whole.
  if (first.done) response.status(500).type('text/plain').send('git could not pack this commit\n');
  else response.destroy();
}

function notFound(response: Response): void {
  response.status(404).type('text/plain').send('no such commit\n');
}
