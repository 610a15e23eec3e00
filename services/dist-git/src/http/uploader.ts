/** Who uploads: pyrpkg shows a key in its address, everybody else an API token. */
import type { Request } from 'express';
import type { DataSource } from 'typeorm';
import { callerOfKey, type ShownKey } from '../verbs/caller-of.js';
import { byToken, type Identify } from './pusher.js';

/** A key that is shown counts alone: whoever's Kerberos ticket comes along with it. */
export function byKeyOrToken(db: DataSource): Identify {
  const token = byToken(db);
  return async (request, target) => {
    const shown = keyIn(request);
    if (!shown) return token(request, target);
    return { shown: true, caller: await callerOfKey(db, shown, target, new Date()) };
  };
}

function keyIn({ query: { user, key } }: Request): ShownKey | undefined {
  return typeof user === 'string' && typeof key === 'string' ? { user, key } : undefined;
}
