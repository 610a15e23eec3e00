/** The door before whatever makes us run processes: a turnstile, and a pace for those who are inside. */
import { type Places, turnstile, visitorOf } from '@kopr/shared/turnstile';
import type { Response } from 'express';
import { keepPace, PACE, type Pace } from './pace.js';

/** Runs `work` for a client when it is its turn; undefined when there is no room, or the client left before. */
export type Door = <R>(response: Response, work: () => Promise<R>) => Promise<R | undefined>;

/** Opens it. A place is kept until the client has all of the answer: it takes room as long as it waits here. */
export function openDoor(places: Places, pace: Pace = PACE): Door {
  const gate = turnstile(places);
  return (response, work) =>
    gate(visitorOf(response), async () => {
      const stop = keepPace(response, pace);
      try {
        const done = await work();
        await sent(response);
        return done;
      } finally {
        stop();
      }
    });
}

/** Until the client has what was answered, or has left. */
async function sent(response: Response): Promise<void> {
  if (!response.writableEnded || response.closed) return;
  await new Promise<void>((resolve) => void response.once('close', resolve));
}
