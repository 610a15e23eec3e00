/** Brings the SRPM of an order onto our disk: downloaded, or taken from the intake, where a builder put it. */
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body, Pin } from '@kopr/proto';
import { blobsDir, readManifest } from '@kopr/shared/intake';
import { mergePins } from '../domain/merge-pins.js';
import { Refusal } from '../domain/refusal.js';
import { wantedSrpm } from '../domain/wanted.js';
import { download } from '../sources/download.js';
import { checkSpace, freeBytes, needsMoreSpace } from '../sources/space.js';
import type { Job } from '../store/claim-next.js';
import type { Means, Work } from './means.js';

/** A whole SRPM, and what it was made of, as far as anybody knows. */
export interface Brought {
  readonly path: string;
  readonly pin: Pin | null;
}

/** Throws a Refusal or a Setback when there is none to be had. */
export function bringSrpm(means: Means, job: Job, work: Work): Promise<Brought> {
  if (job.kind === 'intake') return takeFromIntake(means, job.request, work);
  if (job.kind === 'download') return fetchSrpm(means, job.request, work);
  throw new Error(`an order of kind ${job.kind} brings no SRPM`);
}

async function takeFromIntake(means: Means, request: Body<'import.requested'>, work: Work): Promise<Brought> {
  const { layout } = means;
  work.begin('import');
  const dir = layout.attempt(String(request.build), request.attempt);
  const stored = await readManifest(dir);
  const [file] = stored?.manifest.files ?? [];
  const path = file && join(blobsDir(dir), file.sha256);
  // The digest names one manifest, and that one names the SRPM by its digest: nothing else can have taken its place.
  if (!stored || stored.digest !== request.manifest || !file || !path || !(await exists(path))) {
    throw new Refusal('gone', 'the SRPM that the builder made is no longer at dist-git; resubmit the build');
  }
  await work.story.say(`Taking ${file.name} (${file.size} bytes) from the source task’s attempt ${request.attempt}`);
  return { path, pin: mergePins(request.pin, stored.manifest.pin) };
}

async function fetchSrpm(means: Means, request: Body<'source.requested'>, work: Work): Promise<Brought> {
  const { limits, layout, frontendOrigin } = means;
  work.begin('download');
  const wanted = wantedSrpm(request, frontendOrigin);
  if (wanted.size !== null && wanted.size > limits.maxSrpmBytes) {
    throw new Refusal('too-large', `the SRPM has ${wanted.size} bytes; ${limits.maxSrpmBytes} are allowed`);
  }
  const path = layout.srpm(request.build);
  await mkdir(layout.spool, { recursive: true });
  await checkSpace(layout.spool, limits.minFreeBytes, wanted.size ?? 0);
  // It gets this name only when it is whole and checked; an earlier try has left it here.
  if (await exists(path)) return { path, pin: null };
  await work.story.say(`Downloading ${wanted.name}`);
  const room = Math.max(0, (await freeBytes(layout.spool)) - limits.minFreeBytes);
  const maxBytes = Math.min(limits.maxSrpmBytes, room);
  const bounds = { maxBytes, timeoutMs: limits.downloadMs, allowPrivate: limits.allowPrivate };
  const size = await download(wanted, path, { dir: work.dir, ...bounds }, work.signal).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    // What nobody announced turned out to be more than there is room for.
    if (error.code === 'too-large' && room < limits.maxSrpmBytes) throw needsMoreSpace('more', room);
    throw wanted.ours ? goneUpload(error) : error;
  });
  await work.story.say(`Downloaded ${size} bytes`);
  return { path, pin: null };
}

/** Our own frontend either has an upload, or it will never have it again. */
function goneUpload({ code, message }: Refusal): Refusal {
  return code === 'download'
    ? new Refusal('gone', `${message}; submit it again`, { stage: 'download' })
    : new Refusal(code, message);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
