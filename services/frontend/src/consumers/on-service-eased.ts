/** An alarm of a service is over: deadlines of what waits for it begin anew. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { noteAlarm } from '../verbs/note-alarm.js';

/** A word that was said before the last known one changes nothing. */
export const onServiceEased = ({ db, log }: Deps): Handler<'service.eased'> =>
  handleOnce<'service.eased'>(db, async (tx, _say, body) => {
    const { service, alarm } = body;
    if (await noteAlarm(tx, body, false)) log.info('an alarm is over', { service, alarm });
    return done;
  });
