/** The story of a run: stage headers on standard output, phases for the manager, Start/Finish lines for state.log. */
import { appendFileSync } from 'node:fs';
import type { ControlLine } from '@kopr/proto';
import { sayControl } from './control.js';

export type Phase = Extract<ControlLine, { kopr: 'phase' }>['phase'];

export interface Journal {
  /** One line for people, with the time. */
  say(text: string): void;
  /** Runs one stage between its header and its footer. */
  stage<T>(phase: Phase, title: string, work: () => Promise<T>): Promise<T>;
}

/** `stateLog`: where the Start/Finish lines go, in mock's format, so that either engine's state.log reads the same. */
export function createJournal(stateLog: string): Journal {
  const say = (text: string): void => {
    process.stdout.write(`[${clock(new Date())}] ${text}\n`);
  };
  const note = (text: string): void => {
    appendFileSync(stateLog, `${stateTime(new Date())} - ${text}\n`);
  };
  return {
    say,
    async stage(phase, title, work) {
      const began = Date.now();
      sayControl({ kopr: 'phase', phase, at: began / 1000 });
      say(`===== ${title}`);
      note(`Start: ${title}`);
      try {
        return await work();
      } finally {
        note(`Finish: ${title}`);
        say(`===== ${title}: ${((Date.now() - began) / 1000).toFixed(2)} s`);
      }
    },
  };
}

function clock(time: Date): string {
  return time.toISOString().slice(11, 23);
}

function stateTime(time: Date): string {
  return time.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
}
