/** Lets time pass for the line: expires what nobody sees, and fills slots that no message drew attention to. */
import type { Bus } from '@kopr/shared/bus';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { Term } from '../line/term.js';

/** Only a fallback: assignments follow the messages that make them possible. */
const EVERY_MS = 1_000;

/** `term`: whoever leads here now. */
export function dispatch({ term, bus, log }: { term(): Term | undefined; bus: Bus; log: Log }): Loop {
  const tick = async (): Promise<void> => {
    await term()?.tick(bus.connected());
  };
  return loop({ name: 'dispatch', everyMs: EVERY_MS, log, tick });
}
