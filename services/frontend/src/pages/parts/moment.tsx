/** Times: readable at a glance, exact when pointed at, and in the mark-up for machines. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { ago, lasting, moment } from '../words.js';
import { useFrame } from './frame.js';

/** How long ago it was. */
export function Ago({ time }: { time: Date }): JSX.Element {
  const { now } = useFrame();
  return (
    <time dateTime={time.toISOString()} title={moment(time)}>
      {ago(time, now)}
    </time>
  );
}

/** How long it took, or has taken so far. */
export function Lasting({ from, to }: { from: Date; to: Date | null }): JSX.Element {
  const { now } = useFrame();
  const seconds = Math.max(0, Math.round(((to ?? now).getTime() - from.getTime()) / 1000));
  return <time dateTime={`PT${seconds}S`}>{lasting(from, to ?? now)}</time>;
}
