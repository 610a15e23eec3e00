/** Times: readable at a glance, exact when pointed at, and in the mark-up for machines. */
import { ago, lasting, type Markup, markup, moment, placed } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { useFrame } from './frame.js';

/** How long ago it was. */
export function Ago({ time }: { time: Date }): JSX.Element {
  return placed(agoAt(useFrame().now, time));
}

/** The same for tables. */
export function agoAt(now: Date, time: Date): Markup {
  return markup`<time datetime="${time.toISOString()}" title="${moment(time)}">${ago(time, now)}</time>`;
}

/** How long it took, or has taken so far. */
export function Lasting({ from, to }: { from: Date; to: Date | null }): JSX.Element {
  return placed(lastingAt(useFrame().now, from, to));
}

/** The same for tables. */
export function lastingAt(now: Date, from: Date, to: Date | null): Markup {
  const end = to ?? now;
  const seconds = Math.max(0, Math.round((end.getTime() - from.getTime()) / 1000));
  return markup`<time datetime="PT${seconds}S">${lasting(from, end)}</time>`;
}
