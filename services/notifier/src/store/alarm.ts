/** Alarms of services, ringing or over, as far as was told. */
import { EntitySchema } from 'typeorm';
import type { Alarm } from '../domain/alarm.js';

export const AlarmEntity = new EntitySchema<Alarm>({
  name: 'alarm',
  tableName: 'alarms',
  columns: {
    service: { type: 'varchar', length: 64, primary: true, collation: 'utf8mb4_bin' },
    alarm: { type: 'varchar', length: 64, primary: true, collation: 'utf8mb4_bin' },
    since: { type: 'datetime', precision: 3 },
    easedAt: { name: 'eased_at', type: 'datetime', precision: 3, nullable: true },
    saidAt: { name: 'said_at', type: 'datetime', precision: 3 },
  },
});
