/** Every message that the frontend hears, by its handler. */
import type { Bus } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { onGitPushed } from './on-git-pushed.js';
import { onLineRebuildRequested } from './on-line-rebuild-requested.js';
import { onRepoFailed } from './on-repo-failed.js';
import { onRepoPublished } from './on-repo-published.js';
import { onServiceAlarmed } from './on-service-alarmed.js';
import { onServiceEased } from './on-service-eased.js';
import { onSourceFailed } from './on-source-failed.js';
import { onSourceImported } from './on-source-imported.js';
import { onSourceResolved } from './on-source-resolved.js';
import { onStatusEnded } from './on-status-ended.js';
import { onTaskAssigned } from './on-task-assigned.js';
import { onTaskFinished } from './on-task-finished.js';
import { onTaskGivenUp } from './on-task-given-up.js';
import { onTaskRequeued } from './on-task-requeued.js';
import { onTaskStarted } from './on-task-started.js';

/** Registers them; the bus starts them when it is connected. */
export function consumeAll(bus: Bus, deps: Deps): void {
  bus.consume('source.resolved', onSourceResolved(deps));
  bus.consume('source.imported', onSourceImported(deps));
  bus.consume('source.failed', onSourceFailed(deps));
  bus.consume('git.pushed', onGitPushed(deps));
  bus.consume('task.assigned', onTaskAssigned(deps));
  bus.consume('task.started', onTaskStarted(deps));
  bus.consume('task.finished', onTaskFinished(deps));
  bus.consume('task.requeued', onTaskRequeued(deps));
  bus.consume('task.given-up', onTaskGivenUp(deps));
  bus.consume('line.rebuild-requested', onLineRebuildRequested(deps));
  bus.consume('service.alarmed', onServiceAlarmed(deps));
  bus.consume('service.eased', onServiceEased(deps));
  bus.consume('status.ended', onStatusEnded(deps));
  bus.consume('repo.published', onRepoPublished(deps));
  bus.consume('repo.failed', onRepoFailed(deps));
}
