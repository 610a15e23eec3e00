/** Ends an order: its row and what is said about it are one transaction. */
import { rm } from 'node:fs/promises';
import { type Say, transact } from '@kopr/shared/outbox';
import type { Layout } from '../domain/layout.js';
import { plainText } from '../domain/refusal.js';
import type { Job } from '../store/claim-next.js';
import { type Ending, failureOf } from '../store/ending.js';
import { finish } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { goneRefusal } from './keep-lease.js';
import type { Means } from './means.js';

/** Returns how it ended: as given, or canceled meanwhile. Undefined when the claim is lost: then nothing was said. */
export async function settleOrder({ db, layout }: Means, job: Job, ending: Ending): Promise<Ending | undefined> {
  const settled = await transact(db, async (tx, say) => {
    const gone = await goneOf(tx, { build: job.build, projectId: job.request.project.id });
    const final = gone ? canceledEnding(job.build, gone) : shortened(ending);
    const told = await finish(tx, job, final);
    if (told) await sayEnding(say, told);
    return told;
  });
  if (settled) await dropSrpm(layout, job, settled);
  return settled;
}

/** The ending of what was called off. */
export function canceledEnding(build: number, gone: 'build' | 'project'): Ending {
  return { type: 'source.failed', body: { build, code: 'canceled', reason: goneRefusal(gone).message } };
}

/** Says it, by its type. */
export function sayEnding(say: Say, ending: Ending): Promise<void> {
  switch (ending.type) {
    case 'source.resolved':
      return say(ending.type, ending.body);
    case 'source.imported':
      return say(ending.type, ending.body);
    case 'source.failed':
      return say(ending.type, ending.body);
  }
}

/** Reasons carry what strangers wrote; a message has room for so much. */
function shortened(ending: Ending): Ending {
  if (ending.type !== 'source.failed') return ending;
  return { ...ending, body: { ...ending.body, reason: plainText(ending.body.reason) } };
}

/** The SRPM is not kept, unless it cost a builder's work and a person may ask for its import once more. */
async function dropSrpm(layout: Layout, { kind, build }: Job, ending: Ending): Promise<void> {
  if (kind === 'download') await rm(layout.srpm(build), { force: true });
  if (kind === 'intake' && failureOf(ending)?.retriable !== true) {
    await rm(layout.task(String(build)), { recursive: true, force: true });
  }
}
