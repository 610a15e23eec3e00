/**
 * `upload.cgi`: how packagers put archives into the lookaside. It asks and answers as that of Fedora's dist-git does,
 * for which pyrpkg (`rpkg new-sources`, `rpkg upload`) was written: the same form, with `filename` instead of a file,
 * asks whether an archive is there.
 */
import type { Readable } from 'node:stream';
import { sizeOf } from '@kopr/shared/files';
import { refuse } from '@kopr/shared/intake';
import { type Request, type Response, Router } from 'express';
import type { DataSource } from 'typeorm';
import { repositoryPath } from '../domain/names.js';
import { type ArchiveName, archiveOf, type Fields, type Place } from '../domain/upload-form.js';
import { noteTaken, take } from '../store/takings.js';
import { type Kept, keepUpload } from '../verbs/keep-upload.js';
import type { IntakeMeans } from './intake.js';
import type { Pusher, PusherOf } from './pusher.js';
import { readForm } from './read-form.js';
import { type Door as Gate, openDoor } from './door.js';
import { Answered, noRoom, sayText, sayWhy, tooLarge, tooMuch, whyNot } from './upload-answers.js';

/** What the routes work with. */
export interface UploadMeans extends IntakeMeans {
  readonly db: DataSource;
  readonly uploaderOf: PusherOf;
  /** Most bytes that a project takes in a day, and a person brings. */
  readonly dayBytes: number;
}

/** Archives that are taken at the same time; nobody waits with one in hand. */
const UPLOADS = { inside: 32, waiting: 0, each: 16 };
/** What a form has besides its file. */
const FORM_BYTES = 128 * 1024;

interface Door extends UploadMeans {
  readonly gate: Gate;
}

/** Routes below `/repo/pkgs`. The longer address says the project, so that a `name` need only be the package's. */
export function uploadRoutes(means: UploadMeans): Router {
  const door: Door = { ...means, gate: openDoor(UPLOADS) };
  const router = Router();
  router.post('/upload.cgi', (request, response) => serve(door, { request, response, place: {} }));
  router.post('/:owner/:dirname/upload.cgi', (request, response) =>
    serve(door, { request, response, place: request.params }),
  );
  router.use(sayWhy(means));
  return router;
}

interface Visit {
  readonly request: Request;
  readonly response: Response;
  readonly place: Place;
}

async function serve(door: Door, visit: Visit): Promise<void> {
  const { request, response } = visit;
  if (Number(request.get('content-length') ?? 0) > door.maxSrpmBytes + FORM_BYTES) throw tooLarge(door.maxSrpmBytes);
  let answer: string | undefined;
  const fields = await readForm(request, 'file', async (known, content, file) => {
    // As at Fedora's: who gives a name asks.
    if (known.has('filename')) content.resume();
    else answer = await upload(door, await admit(door, visit, known, file), content, response);
  });
  sayText(response, answer ?? (await look(door, visit, fields)));
}

interface Admitted {
  readonly archive: ArchiveName;
  readonly pusher: Pusher;
}

async function admit(door: Door, { request, response, place }: Visit, fields: Fields, file: string): Promise<Admitted> {
  const read = archiveOf(place, fields, file);
  if (!read.ok) throw refuse(read.status, read.problem);
  const pusher = await door.uploaderOf(request, response, read.value.repository);
  if (!pusher) throw new Answered();
  return { archive: read.value, pusher };
}

async function look(door: Door, visit: Visit, fields: Fields): Promise<string> {
  const file = fields.get('filename');
  if (file === undefined) throw refuse(400, 'Required field "file" is not present.');
  const { archive } = await admit(door, visit, fields, file);
  return (await sizeOf(pathOf(door, archive))) === undefined ? 'Missing' : 'Available';
}

async function upload(
  door: Door,
  { archive, pusher }: Admitted,
  content: Readable,
  response: Response,
): Promise<string> {
  const { file, sha512, repository } = archive;
  const there = await sizeOf(pathOf(door, archive));
  if (there !== undefined) {
    content.resume();
    const path = `${repositoryPath(repository)}/${file}/sha512/${sha512}/${file}`;
    return `File ${file} already exists\nFile: ${path} Size: ${there}`;
  }
  const { hasRoom, maxSrpmBytes, log } = door;
  if (!(await hasRoom())) throw noRoom();
  const incoming = { archive, projectId: pusher.projectId, content, hasRoom };
  const kept = await door.gate(response, () =>
    withinBudget(door, pusher, response.req, (maxBytes) => keepUpload(door, { ...incoming, maxBytes })),
  );
  if (!kept) throw refuse(503, 'too many uploads at once; try again', { 'retry-after': '10' });
  if (kept.end !== 'stored') throw whyNot(kept, archive, maxSrpmBytes);
  const { size } = kept;
  log.info('archive uploaded', { user: pusher.user, repository: repositoryPath(repository), file, sha512, size });
  return `File ${file} size ${size} SHA512 ${sha512} stored OK`;
}

/** Holds as many of the day's bytes as may come, and gives back those that did not. */
async function withinBudget(
  { db, dayBytes, maxSrpmBytes }: Door,
  { user, projectId }: Pusher,
  request: Request,
  keep: (maxBytes: number) => Promise<Kept>,
): Promise<Kept> {
  const announced = Number(request.get('content-length') ?? maxSrpmBytes);
  const bytes = Math.min(announced, maxSrpmBytes);
  const taking = await take(db, { projectId, user, bytes }, dayBytes);
  if (!taking) throw tooMuch(dayBytes);
  let kept: Kept | undefined;
  try {
    kept = await keep(taking.bytes);
  } finally {
    await noteTaken(db, taking, kept?.end === 'stored' ? kept.size : 0);
  }
  if (kept.end === 'too-large' && taking.bytes < bytes) throw tooMuch(dayBytes);
  return kept;
}

function pathOf({ layout }: UploadMeans, { repository, file, sha512 }: ArchiveName): string {
  return layout.archive(repository, file, sha512);
}
