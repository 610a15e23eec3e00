/** Keeps what may wait for a row from taking all connections to the database: few at a time, some in line, the rest comes again. */
import type { DataSource } from 'typeorm';
import { refuse } from '../domain/refusal.js';

/** Of the ten connections that a process has. */
const MOST_INSIDE = 4;
/** Each may take a second, and nobody wants to wait for longer than ten. */
const MOST_IN_LINE = 40;

interface Hall {
  inside: number;
  /** Called with its turn. */
  readonly line: (() => void)[];
}
const halls = new WeakMap<DataSource, Hall>();

/** Does the work when it is its turn; refuses when too many are in line already. */
export async function fewAtOnce<R>(db: DataSource, work: () => Promise<R>): Promise<R> {
  const hall = halls.get(db) ?? { inside: 0, line: [] };
  halls.set(db, hall);
  await enter(hall);
  try {
    return await work();
  } finally {
    leave(hall);
  }
}

async function enter(hall: Hall): Promise<void> {
  if (hall.inside < MOST_INSIDE) {
    hall.inside++;
    return;
  }
  if (hall.line.length >= MOST_IN_LINE) refuse('busy', 'Too many are waiting. Please try again in a moment.');
  await new Promise<void>((resolve) => hall.line.push(resolve));
}

/** The place goes to the next in line, so that nobody slips in between. */
function leave(hall: Hall): void {
  const next = hall.line.shift();
  if (next) next();
  else hall.inside--;
}
