/** The life of a service: parts in order, health pages, an orderly end; and loops. */
export { answerBrokenRequests } from './broken-requests.js';
export { loop, type Loop, type LoopOptions } from './loop.js';
export type { Part } from './part.js';
export { runService } from './run.js';
export { startService, type RunningService, type ServiceOptions } from './start.js';
