/** A forge was told how a build stands, or refused it: whoever gave the token for it wants to know. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { noteStatusEnd } from '../store/build-statuses.js';
import { noteTokenUse } from '../store/status-tokens.js';

export const onStatusEnded = ({ db }: Deps): Handler<'status.ended'> =>
  handleOnce<'status.ended'>(db, async (tx, _say, { build, refusal, number, at, ...place }) => {
    await noteStatusEnd(tx, build, { number, refusal });
    await noteTokenUse(tx, place, { usedAt: new Date(at), refusal });
    return done;
  });
