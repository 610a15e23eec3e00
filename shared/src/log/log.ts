/** One JSON object a line on standard output: time, level, service, message, traceId, then the fields. */
import winston from 'winston';
import { KoprError } from '../errors/index.js';
import { currentTrace, traceIdOf } from './trace.js';

/** What code is handed to tell its story: a fixed message, and fields that vary. */
export interface Log {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
  /** A log whose lines all carry `context` too. */
  child(context: object): Log;
}

type Level = 'debug' | 'info' | 'warn' | 'error';
type Write = (level: Level, message: string, fields: object) => void;

/** The service's log; `level` is the least important one that is written. `stream` is standard output unless a test says else. */
export function createLog(service: string, level: string, stream: NodeJS.WritableStream = process.stdout): Log {
  const logger = winston.createLogger({
    level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: winston.format.printf((info) => String(info.message)),
    transports: [new winston.transports.Stream({ stream })],
  });
  // winston merges `message` and `stack` of what it is given into its own; a line made here keeps the fields apart.
  return logOf((at, message, fields) => {
    if (logger.isLevelEnabled(at)) logger.log(at, lineOf(service, at, message, fields));
  }, {});
}

/** A log that says nothing, for tests. */
export function silentLog(): Log {
  return logOf(() => undefined, {});
}

function logOf(write: Write, context: object): Log {
  const at = (level: Level) => (message: string, fields?: object) => write(level, message, { ...context, ...fields });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => logOf(write, { ...context, ...more }),
  };
}

function lineOf(service: string, level: Level, message: string, fields: object): string {
  const trace = currentTrace();
  const traceId = trace === undefined ? {} : { traceId: traceIdOf(trace) };
  const line = { time: new Date().toISOString(), level, service, message, ...traceId };
  // The line's own keys win: a field may not pass itself off as the level or the message.
  const whole = { ...line, ...fields, ...line };
  // Most lines are flat, and written several times faster as they are.
  return Object.values(fields).every(isFlat) ? JSON.stringify(whole) : JSON.stringify(whole, plain());
}

function isFlat(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint');
}

/** Makes errors readable (JSON knows none of their properties), and cycles and bigints writable. */
function plain(): (key: string, value: unknown) => unknown {
  const seen = new WeakSet();
  return (_key, value) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return '[seen above]';
    seen.add(value);
    return value instanceof Error ? shown(value) : value;
  };
}

/** Libraries hang onto their errors what they worked with, such as a statement and its values: secrets among them. Ours choose their details. */
function shown(error: Error): object {
  const { name, message, stack, cause } = error;
  const { code, errno } = error as NodeJS.ErrnoException;
  return { name, message, code, errno, ...(error instanceof KoprError && { details: error.details }), cause, stack };
}
