/** Somebody asked for a permission, or got an answer: those who should know get a mail. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { mailPermission } from '../verbs/mail-permission.js';

export const onPermissionChanged = (db: DataSource): Handler<'permission.changed'> =>
  handleOnce(db, async (tx, _say, fact, meta) => {
    await mailPermission(tx, fact, meta);
    return done;
  });
