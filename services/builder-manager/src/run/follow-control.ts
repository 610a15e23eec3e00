/** Reads the builder's control lines and does what they ask. */
import type { ControlLine } from '@kopr/proto';
import type { Log } from '@kopr/shared/log';
import type { Backend } from '../backends/backend.js';
import { fold, lineSplitter, parseControl, SILENT, type Control } from '../domain/control.js';

export interface ControlJob {
  readonly backend: Backend;
  readonly id: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Follows standard error to its end and answers what it came to. The network is set one change after the other, and only
 * to what was asked last: a restarted manager reads old lines again and must not replay them.
 */
export async function followControl({ backend, id, log, signal }: ControlJob): Promise<Control> {
  let control = SILENT;
  const network = latestOnly(log, (want) => backend.network(id, want));
  const hear = (line: ControlLine): void => {
    control = fold(control, line);
    if (line.kopr === 'network') network.want(line.want);
    if (line.kopr === 'phase') log.info('phase', { phase: line.phase });
  };
  const split = lineSplitter((text) => {
    const line = parseControl(text);
    if (line) hear(line);
    else log.warn('the builder said something that is no control line', { text: text.slice(0, 500) });
  });
  for await (const chunk of backend.output(id, 'stderr', signal)) split(chunk);
  await network.settled();
  return control;
}

type Want = 'off' | 'on';

/** Applies wishes one at a time; of those that came meanwhile only the last. */
function latestOnly(log: Log, apply: (want: Want) => Promise<void>) {
  let wanted: Want | undefined;
  let working = Promise.resolve();
  const work = async (): Promise<void> => {
    const want = wanted;
    wanted = undefined;
    if (want === undefined) return;
    const began = Date.now();
    // A failure is the builder's to notice: it waits, and gives up after a while.
    await apply(want).then(
      () => log.info('network set', { want, durationMs: Date.now() - began }),
      (error: unknown) => log.warn('the network could not be set', { want, error }),
    );
  };
  return {
    want(want: Want) {
      wanted = want;
      working = working.then(work);
    },
    settled: () => working,
  };
}
