/** An alarm is over: whoever got a mail about it gets another. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { mailAdmins } from '../verbs/mail-admins.js';

export const onServiceEased = (db: DataSource): Handler<'service.eased'> =>
  handleOnce<'service.eased'>(db, async (tx, _say, word, { trace }) => {
    await mailAdmins(tx, word, { rings: false, trace });
    return done;
  });
