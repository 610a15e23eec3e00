/** Tells the house that dist-git's disk is full, and that it has room again: each once, however many replicas see it. */
import { transact } from '@kopr/shared/outbox';
import { freeBytes } from '../sources/space.js';
import { isRaised, lower, raise } from '../store/alarms.js';
import { waitsForSpace } from '../store/imports.js';
import type { Means } from './means.js';

const SERVICE = 'dist-git';
const ALARM = 'disk-full';
/** A disk that is nearly full goes up and down a little: the alarm ends when it is clearly over. */
const EASE = 1.1;

/** May be said again. */
export async function tellDiskFull({ db, log, layout }: Means): Promise<void> {
  if (await isRaised(db.manager, ALARM)) return;
  const mib = Math.floor((await freeBytes(layout.root)) / 1024 / 1024);
  const text = `the disk of dist-git is full (${mib} MiB free): imports and uploads of SRPMs wait until there is room`;
  const isNew = await transact(db, async (tx, say) => {
    const first = await raise(tx, ALARM);
    if (first) await say('service.alarmed', { service: SERVICE, alarm: ALARM, text, at: new Date().toISOString() });
    return first;
  });
  if (isNew) log.error('the disk is full', { mib });
}

/** Looks at the disk: raises the alarm before anybody runs into it, and ends it when there is room and nobody waits for any. */
export async function watchDisk(means: Means): Promise<void> {
  const { db, log, layout, limits } = means;
  const free = await freeBytes(layout.root);
  if (free < limits.minFreeBytes) return tellDiskFull(means);
  if (free < limits.minFreeBytes * EASE || !(await isRaised(db.manager, ALARM)) || (await waitsForSpace(db))) return;
  const text = 'the disk of dist-git has room again; imports go on';
  const isOver = await transact(db, async (tx, say) => {
    const was = await lower(tx, ALARM);
    if (was) await say('service.eased', { service: SERVICE, alarm: ALARM, text, at: new Date().toISOString() });
    return was;
  });
  if (isOver) log.info('the disk has room again', { free });
}
