/** Tells the house that the disk of uploads is full, and that it has room again: each once, however many replicas see it. */
import { mkdir, statfs } from 'node:fs/promises';
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { DISK_FULL } from '../domain/alarm.js';
import { findAlarm, lockAlarm } from '../store/alarms.js';
import { noteAlarm } from './note-alarm.js';
import { uploadFolder } from './store-upload.js';

const SERVICE = 'frontend';
/** A disk that is nearly full goes up and down a little: the alarm ends when it is clearly over. */
const EASE = 1.1;
const MIB = 1024 * 1024;

/** Raises the alarm before anybody runs into the disk's end, and ends it when there is room. */
export async function lookAtDisk(deps: Deps): Promise<void> {
  const folder = uploadFolder(deps.config);
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const [free, min] = [bavail * bsize, deps.config.minFreeBytes];
  if (free < min) {
    const text = `the disk of the frontend is full (${Math.floor(free / MIB)} MiB free): uploads are refused until there is room`;
    if (await tell(deps, true, text)) deps.log.error('the disk is full', { free });
  } else if (free >= min * EASE) {
    const text = 'the disk of the frontend has room again: uploads are taken';
    if (await tell(deps, false, text)) deps.log.info('the disk has room again', { free });
  }
}

/** Says it unless it is known; answers whether it was said. */
async function tell(deps: Deps, rings: boolean, text: string): Promise<boolean> {
  // Without a lock first: as a rule nothing has changed.
  const known = await findAlarm(deps.db.manager, SERVICE, DISK_FULL);
  if (rings === (known?.easedAt === null)) return false;
  return transact(deps.db, async (tx, say) => {
    const locked = await lockAlarm(tx, SERVICE, DISK_FULL);
    if (rings === (locked.easedAt === null)) return false;
    const body = { service: SERVICE, alarm: DISK_FULL, text, at: deps.now().toISOString() };
    await noteAlarm(tx, body, rings);
    await say(rings ? 'service.alarmed' : 'service.eased', body);
    return true;
  });
}
