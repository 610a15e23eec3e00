/** The answer to a push that never came to git, as git clients show it best: a report on every ref, and words. */
import type { Command, CommandList } from './commands.js';
import { flush, frame, onBand } from './pkt-line.js';

/** Type of every answer to a push. */
export const RESULT_TYPE = 'application/x-git-receive-pack-result';

/** Why all of a push is refused, or some of its refs: the others then are, too, because nothing is done by halves. */
export interface Refused {
  readonly reason: string;
  readonly refs?: ReadonlyMap<string, string>;
}

/** Whether the client reads such an answer. */
export function readsReports({ capabilities }: CommandList): boolean {
  return capabilities.has('report-status') || capabilities.has('report-status-v2');
}

/** Its bytes. */
export function reportOf({ commands, capabilities }: CommandList, { reason, refs }: Refused): Buffer {
  const lines = [`unpack ${refs ? 'ok' : reason}\n`, ...commands.map((command) => refusalOf(command, reason, refs))];
  const report = Buffer.concat([...lines.map((line) => frame(line)), flush]);
  if (!capabilities.has('side-band-64k')) return report;
  return Buffer.concat([onBand(2, Buffer.from(`${reason}\n`)), onBand(1, report), flush]);
}

function refusalOf({ ref }: Command, reason: string, refs: Refused['refs']): string {
  return `ng ${ref} ${refs ? (refs.get(ref) ?? 'not done: another ref was refused') : reason}\n`;
}
