/** The W3C trace context of whatever runs now; carried by AsyncLocalStorage so that nobody has to hand it down. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** The traceparent that the running code was called under, if any. */
export function currentTrace(): string | undefined {
  return storage.getStore();
}

/** Runs `run`, and all that it awaits, under `traceparent`. */
export function withTrace<T>(traceparent: string, run: () => T): T {
  return storage.run(traceparent, run);
}

/** A traceparent of a new trace, sampled. */
export function newTrace(): string {
  return `00-${hex(16)}-${hex(8)}-01`;
}

/** The next step of the same trace: same trace id, new parent id. */
export function childTrace(traceparent: string): string {
  const [version = '00', traceId = hex(16), , flags = '01'] = traceparent.split('-');
  return `${version}-${traceId}-${hex(8)}-${flags}`;
}

/** The trace id (32 hex digits) inside a traceparent. */
export function traceIdOf(traceparent: string): string | undefined {
  return traceparent.split('-')[1];
}

/** Randomness in stock: fetching a page of it costs no more than fetching eight bytes. */
const stock = { bytes: Buffer.alloc(0), used: 0 };
const STOCK_BYTES = 4096;

function hex(bytes: number): string {
  if (stock.used + bytes > stock.bytes.length) Object.assign(stock, { bytes: randomBytes(STOCK_BYTES), used: 0 });
  stock.used += bytes;
  return stock.bytes.toString('hex', stock.used - bytes, stock.used);
}
