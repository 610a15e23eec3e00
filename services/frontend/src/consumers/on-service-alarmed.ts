/** A service cannot do all of its work: pages say so, and deadlines of what waits for it rest. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { noteAlarm } from '../verbs/note-alarm.js';

/** A word that was said before the last known one changes nothing. */
export const onServiceAlarmed = ({ db, log }: Deps): Handler<'service.alarmed'> =>
  handleOnce<'service.alarmed'>(db, async (tx, _say, body) => {
    const { service, alarm } = body;
    if (await noteAlarm(tx, body, true)) log.warn('a service raised an alarm', { service, alarm, text: body.text });
    return done;
  });
