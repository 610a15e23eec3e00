/** Whether two secrets are the same, in the same time however much of them is. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Of any lengths: their digests are compared. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
