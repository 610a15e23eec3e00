/** Structured logging, and the trace that ties one request's lines together across services. */
export { createLog, silentLog, type Log } from './log.js';
export { childTrace, currentTrace, newTrace, traceIdOf, withTrace } from './trace.js';
