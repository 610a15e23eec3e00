/** A task got a slot on a worker host: start its container. */
import type { Handler } from '@kopr/shared/bus';
import type { HostAtWork } from '../hosts/worker-host.js';
import { startAttempt, type StartOptions } from '../verbs/start-attempt.js';

/** Handler for one host's assignments. */
export const onTaskAssigned =
  (host: HostAtWork, options: StartOptions): Handler<'task.assigned'> =>
  (body, meta) =>
    startAttempt(host, body, meta, options);
