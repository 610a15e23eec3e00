/** Differences as people read them. */
import type { Difference } from './compare.js';

/** One line: which step, what was asked, what differs. */
export function line({ step, way, where, recorded, ours }: Difference): string {
  const { method, path, auth } = step.request;
  const asked = `${step.step} ${step.name} ${method} ${path}${auth === null ? '' : ` as ${auth}`}`;
  return `${asked}\n    ${way} ${where}\n      recorded: ${shown(recorded)}\n      ours:     ${shown(ours)}`;
}

const MOST = 600;

function shown(some: unknown): string {
  return some === undefined ? '(nothing)' : JSON.stringify(some).slice(0, MOST);
}
