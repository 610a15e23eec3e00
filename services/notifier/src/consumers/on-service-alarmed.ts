/** A service cannot do all of its work: whoever looks after the instance gets a mail. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { mailAdmins } from '../verbs/mail-admins.js';

export const onServiceAlarmed = (db: DataSource): Handler<'service.alarmed'> =>
  handleOnce<'service.alarmed'>(db, async (tx, _say, word, { trace }) => {
    await mailAdmins(tx, word, { rings: true, trace });
    return done;
  });
