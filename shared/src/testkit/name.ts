/** Names that no other test has. */
import { randomBytes } from 'node:crypto';

/** `kopr_test_<12 hex digits>`: right for a vhost, a schema and a key prefix alike. */
export function freshName(): string {
  return `kopr_test_${randomBytes(6).toString('hex')}`;
}
