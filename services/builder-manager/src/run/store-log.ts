/** Brings a container's output to the intake: in order, by offset, in pieces small enough to be read live. */
import type { Attempt } from '../domain/attempt.js';
import { LogRefused, type LogIntake } from './intake.js';
import { insist, type Patience } from './patience.js';
import { pieces } from './pieces.js';

export interface LogJob {
  readonly attempt: Attempt;
  readonly intake: LogIntake;
  readonly patience: Patience;
  /** The output from its first byte. */
  readonly output: () => AsyncIterable<Buffer>;
}

/**
 * Stores the output up to its end and answers its length. `from`: how much the intake is known to hold. If the intake
 * turns out to hold less than we thought (a restored backup), the output is read again from there.
 */
export async function storeLog(job: LogJob, from: number): Promise<number> {
  for (let held = from; ;) {
    const reached = await storeFrom(job, held);
    if (reached.whole) return reached.offset;
    held = reached.offset;
  }
}

/** Asks the intake how much it holds. */
export function heldOf({ attempt, intake, patience }: LogJob): Promise<number> {
  return insist('ask for the log’s length', patience, () => intake.held(attempt), isRefusal);
}

/** Stores a few bytes at the end of the log, if there is room; the same bytes at the same place do no harm. */
export async function storeAt(job: LogJob, offset: number, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  try {
    if (bytes.length > 0) await put(job, offset, bytes);
    return offset + bytes.length;
  } catch (error) {
    if (isRefusal(error)) return offset;
    throw error;
  }
}

interface Reached {
  readonly whole: boolean;
  readonly offset: number;
}

async function storeFrom(job: LogJob, held: number): Promise<Reached> {
  let read = 0;
  for await (const piece of pieces(job.output(), held)) {
    const answer = await put(job, piece.offset, piece.bytes);
    if (!answer.stored) return { whole: false, offset: answer.held };
    read = piece.offset + piece.bytes.length;
  }
  return { whole: true, offset: Math.max(read, held) };
}

function put(
  { attempt, intake, patience }: LogJob,
  offset: number,
  bytes: Buffer,
): Promise<{ stored: boolean; held: number }> {
  return insist('store the log', patience, () => intake.put(attempt, offset, bytes), isRefusal);
}

function isRefusal(error: unknown): boolean {
  return error instanceof LogRefused;
}
