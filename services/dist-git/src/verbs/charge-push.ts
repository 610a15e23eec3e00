/** Holds a push against what its project may still make and take: nobody fills the disk of all. */
import { repositoryPath } from '../domain/names.js';
import { overBudget } from '../domain/push/over-budget.js';
import type { Refused } from '../domain/push/report.js';
import { notePushed } from '../store/pushed-repositories.js';
import type { Push } from '../store/pushes.js';
import { take, type Taking } from '../store/takings.js';
import type { Means } from './means.js';

/** What of the day's bytes is held for the push, none if no pack comes (`bytes` is 0), or why it is refused. */
export async function chargePush(
  { db, limits }: Means,
  { name, projectId, pusher }: Push,
  { bytes, isNew }: { bytes: number; isNew: boolean },
): Promise<{ readonly taking: Taking | undefined } | Refused> {
  const { maxPushedRepositories: most, dayBytes } = limits;
  if (isNew && !(await notePushed(db, repositoryPath(name), { projectId, most }))) {
    return {
      reason: `a project has at most ${most} packages that were only pushed; build one of them, then push again`,
    };
  }
  const taking = bytes > 0 ? await take(db, { projectId, user: pusher, bytes }, dayBytes) : undefined;
  return taking || bytes === 0 ? { taking } : { reason: overBudget(dayBytes) };
}
