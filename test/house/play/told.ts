/** A story told to people: what is wrong, and all that was said and heard about it. */
import type { Line, Said } from './bus.js';
import type { House } from './house.js';
import { NOON } from './script.js';

/** Problems first, then the messages of the builds that they name. */
export function told({ seed, trace }: House, problems: readonly string[]): string {
  const named = new Set(problems.join(' ').match(/\b\d+(?=-[a-z]|:)|(?<=(?:build|task) )\d+/g) ?? []);
  const isTold = ({ said }: Line): boolean => named.size === 0 || named.has(buildOf(said));
  const lines = trace.filter(({ said }) => said.type !== 'hosts.reported').filter(isTold);
  return [`seed ${seed}:`, ...problems.map((problem) => `  ${problem}`), ...lines.map(lineOf)].join('\n');
}

function buildOf({ body }: Said): string {
  if ('build' in body && body.build !== null) return String(body.build);
  return 'task' in body && body.task !== null ? (body.task.split('-', 1)[0] ?? '') : '';
}

function lineOf({ at, to, said: { type, body } }: Line): string {
  const seconds = ((at - NOON) / 1000).toFixed(3).padStart(9);
  const words = [
    'task' in body && body.task,
    'chroot' in body && !('task' in body) && body.chroot,
    'attempt' in body && `attempt ${body.attempt}`,
    'host' in body && `on ${body.host}`,
    'outcome' in body && body.outcome,
    'state' in body && body.state,
    'reason' in body && body.reason !== null && `(${body.reason})`,
  ];
  const about = words.filter((word) => word !== false).join(' ');
  return `${seconds} ${to === null ? 'said ' : `heard by ${to}:`} ${type} ${about}`;
}
