/** Ids of messages that outlive a repeat: the same fact always has the same one. */
import { createHash } from 'node:crypto';

/** A UUID made of what the fact is. It wears version 4, the only one that fedora-messaging sends and some listeners accept. */
export function factUuid(fact: string): string {
  const hex = createHash('sha256').update(fact).digest('hex');
  // The variant's two bits leave four digits: 8, 9, a, b.
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
