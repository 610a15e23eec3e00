/** A build is over: its submitter gets a mail. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { mailSubmitter } from '../verbs/mail-submitter.js';

export const onBuildEnded = (db: DataSource): Handler<'build.ended'> =>
  handleOnce(db, async (tx, _say, fact, meta) => {
    await mailSubmitter(tx, fact, meta.trace);
    return done;
  });
