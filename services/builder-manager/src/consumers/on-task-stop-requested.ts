/** A task is to be stopped, whichever of its attempts runs here; one that is yet to come is stopped when it comes. */
import { done, type Handler } from '@kopr/shared/bus';
import type { HostAtWork } from '../hosts/worker-host.js';

/** Handler for one host's stop orders. */
export const onTaskStopRequested =
  (host: HostAtWork): Handler<'task.stop-requested'> =>
  async ({ task, attempt, reason }) => {
    await host.stop(task, attempt, reason);
    return done;
  };
