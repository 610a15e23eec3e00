/** The end of a run: results and logs to the intake, the manifest, and its digest to the manager. */
import { readdir } from 'node:fs/promises';
import type { Manifest, Nevra } from '@kopr/proto';
import type { Orders } from '../config.js';
import { Refused } from '../net/http.js';
import { describeFiles, doorOf, putFiles, putManifest, type Door } from '../net/intake.js';
import { sayControl } from './control.js';
import { cut } from '../domain/text.js';

/** What a run came to. */
export interface Verdict {
  readonly outcome: Manifest['outcome'];
  readonly reason: string | null;
  readonly packages: readonly Nevra[];
  /** Of a source task: where it failed, and what it was made of. */
  readonly stage?: Manifest['stage'];
  readonly pin?: Manifest['pin'];
}

interface Delivery {
  readonly orders: Orders;
  readonly intakeUrl: string;
  /** The folder whose files are the result. */
  readonly dir: string;
  readonly say: (text: string) => void;
}

/** Delivers the verdict. What the intake refuses to hold (too large, a name not allowed) becomes a failure with logs only. */
export async function deliver(delivery: Delivery, verdict: Verdict): Promise<void> {
  const door = doorOf(delivery.orders, delivery.intakeUrl);
  try {
    await deliverTo(door, delivery, verdict, await readdir(delivery.dir));
  } catch (error) {
    if (!(error instanceof Refused) || verdict.outcome !== 'succeeded') throw error;
    delivery.say(error.message);
    const reason = cut(`the results were refused: ${error.message}`);
    const logs = (await readdir(delivery.dir)).filter((name) => name.endsWith('.log'));
    await deliverTo(door, delivery, { outcome: 'failed', reason, packages: [] }, logs);
  }
}

async function deliverTo(door: Door, delivery: Delivery, verdict: Verdict, names: string[]): Promise<void> {
  const { orders, dir, say } = delivery;
  const files = await describeFiles(dir, names);
  await putFiles(door, dir, files, say);
  const { outcome, reason, packages, stage = null, pin = null } = verdict;
  const manifest: Manifest = {
    task: orders.task,
    attempt: orders.attempt,
    outcome,
    reason,
    files,
    packages: [...packages],
    stage,
    pin,
  };
  const sha256 = await putManifest(door, manifest, say);
  sayControl({ kopr: 'manifest', sha256, outcome, reason, stage });
  say(`delivered ${files.length} files, ${files.reduce((sum, file) => sum + file.size, 0)} bytes: ${outcome}`);
}
