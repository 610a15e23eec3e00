/** Where builders put files: by digest, each once, resumable. */
import { Router, type Request, type Response } from 'express';
import { sha256 } from '@kopr/proto';
import type { Permit } from './authorize.js';
import { blobsDir, heldOf, putBlob } from './blobs.js';
import { parseContentRange } from './content-range.js';
import type { IntakeDeps } from './deps.js';
import { offsetHeader, refuse } from './refusal.js';

/** `/intake/:task/:attempt/blobs/:sha256`. */
export function blobRoutes(deps: IntakeDeps): Router {
  const router = Router();
  const path = '/intake/:task/:attempt/blobs/:sha256';
  router.head(path, (request, response) => head(deps, request, response));
  router.put(path, (request, response) => put(deps, request, response));
  return router;
}

async function head({ attemptDir, authorize }: IntakeDeps, request: Request, response: Response): Promise<void> {
  const permit = authorize(request, 'builder');
  const { whole, bytes } = await heldOf(dirOf(attemptDir, permit), digestOf(request));
  if (whole) response.status(200).set('Content-Length', String(bytes)).end();
  else response.status(404).set(offsetHeader(bytes)).end();
}

async function put(
  { attemptDir, authorize, budgets, lock, hasRoom }: IntakeDeps,
  request: Request,
  response: Response,
): Promise<void> {
  const permit = authorize(request, 'builder');
  const digest = digestOf(request);
  const range = parseContentRange(request.get('content-range'));
  if (range === 'bad') throw refuse(400, 'Content-Range: expected bytes a-b/total');
  if (!(await hasRoom())) throw refuse(507, 'the disk is full; try again later');
  const dir = dirOf(attemptDir, permit);
  const budget = await budgets(dir, permit.bytes);
  // An answer before the end of the upload: the line must not be cut, or nobody hears it.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const result = await putBlob(lock, { dir, sha256: digest, range, body, budget, hasRoom });
  switch (result.end) {
    case 'stored':
      return void response.status(201).end();
    case 'had':
      return void response.status(200).end();
    case 'part':
      return void response.status(202).set(offsetHeader(result.held)).end();
    case 'wrong-offset':
      throw refuse(409, `${result.held} bytes are held`, offsetHeader(result.held));
    case 'over-budget':
      throw refuse(413, `more than ${permit.bytes} bytes`);
    case 'no-room':
      throw refuse(507, 'the disk is full; try again later');
    case 'differs':
      throw refuse(422, 'the bytes have another digest');
  }
}

function dirOf(attemptDir: IntakeDeps['attemptDir'], { task, attempt }: Permit): string {
  return blobsDir(attemptDir(task, attempt));
}

function digestOf(request: Request): string {
  const parsed = sha256.safeParse(request.params['sha256']);
  if (!parsed.success) throw refuse(400, 'a blob is named by its SHA-256 in 64 small hex digits');
  return parsed.data;
}
