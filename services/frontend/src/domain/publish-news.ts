/** What the publisher's word does to a chroot. Only the order that was given for the accepted attempt counts. */
import type { Body } from '@kopr/proto';
import { chrootOfTask, withChroot, type Build, type Chroot } from './build.js';
import { moveChroot } from './move.js';

/** News of a publisher's order. */
export type PublishNews =
  { type: 'repo.published'; body: Body<'repo.published'> } | { type: 'repo.failed'; body: Body<'repo.failed'> };

/** The build after the publisher's word; the same object when the word is about something else, or repeated. */
export function onPublishNews(build: Build, news: PublishNews, now: Date): Build {
  const chroot = news.body.task === null ? undefined : chrootOfTask(build, news.body.task);
  if (!chroot || chroot.request !== news.body.request) return build;
  const moved = news.type === 'repo.published' ? published(chroot, news.body, now) : failed(chroot, news.body, now);
  return moved ? withChroot(build, moved) : build;
}

function published(chroot: Chroot, body: Body<'repo.published'>, now: Date): Chroot | undefined {
  const moved = moveChroot(chroot, 'published', now);
  return moved && { ...moved, packages: body.packages };
}

function failed(chroot: Chroot, body: Body<'repo.failed'>, now: Date): Chroot | undefined {
  return moveChroot(chroot, 'broke', now, `publishing: ${body.reason}`);
}
