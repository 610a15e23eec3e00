/** What news of a task does to the part of the build that the task belongs to: a chroot, or the source. */
import { chrootOfTask, withChroot, type Build } from './build.js';
import { CHROOT_RUN } from './chroot-run.js';
import { withSource } from './move.js';
import { onRunNews, whyNotCurrent, type RunNews } from './run-news.js';
import { sourceTaskId } from './source-part.js';
import { sourceRun } from './source-run.js';

/** News of one attempt; at the end of a source task's, with the branches that its SRPM would be imported into. */
export type TaskNews = RunNews & { readonly branches?: readonly string[] };

/** The build after news of one of its tasks; the same object when the news is stale. */
export function onTaskNews(build: Build, news: TaskNews, now: Date): Build {
  return isSourceTask(build, news.body.task) ? onSourceTask(build, news, now) : onChrootTask(build, news, now);
}

function onSourceTask(build: Build, news: TaskNews, now: Date): Build {
  const moved = build.source.task && onRunNews(sourceRun(news.branches), build.source, news, now);
  return moved ? withSource(build, moved, now) : build;
}

function onChrootTask(build: Build, news: TaskNews, now: Date): Build {
  const chroot = chrootOfTask(build, news.body.task);
  const moved = chroot?.task && onRunNews(CHROOT_RUN, chroot, news, now);
  return moved ? withChroot(build, moved) : build;
}

/** Whether a task id of this build means its source. */
function isSourceTask(build: Build, task: string): boolean {
  return task === sourceTaskId(build.id);
}

/** Whether the build has a part that the task is for. */
export function hasPart(build: Build, task: string): boolean {
  return isSourceTask(build, task) || chrootOfTask(build, task) !== undefined;
}

/** Why a builder of this attempt is not wanted (any more); undefined when it is. */
export function whyUnwanted(build: Build, task: string, attempt: number): string | undefined {
  if (isSourceTask(build, task)) return whyNotCurrent(sourceRun(), build.source, attempt);
  const chroot = chrootOfTask(build, task);
  return chroot ? whyNotCurrent(CHROOT_RUN, chroot, attempt) : 'there is no such task';
}
