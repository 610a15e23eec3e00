/** Ends an import: its row and what is said about it are one transaction. */
import { rm } from 'node:fs/promises';
import { type Say, transact } from '@kopr/shared/outbox';
import { plainText } from '../domain/refusal.js';
import type { Job } from '../store/claim-next.js';
import { type Ending, finish } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { goneRefusal } from './keep-lease.js';
import type { Means } from './means.js';

/** Returns how it ended: as given, or canceled meanwhile. Undefined when the claim is lost: then nothing was said. */
export async function settleImport({ db, layout }: Means, job: Job, ending: Ending): Promise<Ending | undefined> {
  const settled = await transact(db, async (tx, say) => {
    const gone = await goneOf(tx, { build: job.build, projectId: job.request.project.id });
    const final = gone ? canceledEnding(job.build, gone) : shortened(ending);
    if (!(await finish(tx, job, final))) return undefined;
    await sayEnding(say, final);
    return final;
  });
  if (settled) await rm(layout.srpm(job.build), { force: true });
  return settled;
}

/** The ending of what was called off. */
export function canceledEnding(build: number, gone: 'build' | 'project'): Ending {
  return { type: 'source.failed', body: { build, code: 'canceled', reason: goneRefusal(gone).message } };
}

/** Says it, by its type. */
export function sayEnding(say: Say, ending: Ending): Promise<void> {
  return ending.type === 'source.imported' ? say(ending.type, ending.body) : say(ending.type, ending.body);
}

/** Reasons carry what strangers wrote; a message has room for so much. */
function shortened(ending: Ending): Ending {
  if (ending.type === 'source.imported') return ending;
  return { ...ending, body: { ...ending.body, reason: plainText(ending.body.reason) } };
}
