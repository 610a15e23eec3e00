/** Errors with a stable code, and the one place that says what is worth another try. */
export { KoprError, asError } from './error.js';
export { isRetryable } from './retryable.js';
