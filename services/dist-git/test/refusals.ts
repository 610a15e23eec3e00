/** Catches what an import is refused for. */
import { Refusal } from '../src/domain/refusal.js';

/** The refusal that `work` ends with, as `<code>: <message>`; anything else it ends with is thrown on. */
export async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}
