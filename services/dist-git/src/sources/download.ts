/** Brings an SRPM onto our disk: guarded, bounded in bytes, time and redirects, checked against what the message announced. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { download as downloadGuarded, type Downloaded } from '@kopr/shared/guard';
import { Refusal, Setback } from '../domain/refusal.js';
import type { WantedSrpm } from '../domain/wanted.js';

/** Bounds of one download. */
export interface DownloadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Where the file grows; on the same file system as its final place. */
  readonly dir: string;
  readonly allowPrivate: boolean;
}

/** A stranger's server gets this many tries; our own frontend as many as a long restart takes. */
const TRIES = { stranger: 4, ours: 30 };

/** Downloads to `path`, which appears only when it is whole. Returns its size in bytes. */
export async function download(
  { ours, ...wanted }: WantedSrpm,
  path: string,
  { dir, allowPrivate, ...limits }: DownloadLimits,
  signal: AbortSignal,
): Promise<number> {
  const part = join(dir, 'download');
  const rules = { allowPrivate: allowPrivate || ours, schemes: ['http', 'https'] } as const;
  // Our own frontend redirects nobody.
  const redirects = ours ? { maxRedirects: 0 } : {};
  const order = { ...wanted, ...limits, ...redirects, rules, userAgent: 'kopr-dist-git', signal };
  const came = await downloadGuarded(order, part);
  if (!came.ok) throw endingOf(came, ours);
  await rename(part, path);
  return came.size;
}

function endingOf({ fault, problem, temporary }: Downloaded & { ok: false }, ours: boolean): Refusal | Setback {
  if (temporary) return new Setback('download', problem, ours ? TRIES.ours : TRIES.stranger);
  return new Refusal(fault === 'too-large' ? 'too-large' : 'download', problem);
}
