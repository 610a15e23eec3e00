/** The pictures of states and of what can be done. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Picture } from '@kopr/shared/look';
import type { JSX } from 'preact';

const SHAPES = {
  check: <path d="M3 8.5 6.5 12 13 4.5" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
  stop: <path d="M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0ZM4.2 4.2l7.6 7.6" />,
  skip: <path d="M3 8h10M10 5l3 3-3 3" stroke-dasharray="3 2" />,
  clock: <path d="M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0ZM8 5v3l2 1.5" />,
  turn: <path d="M13.5 8A5.5 5.5 0 1 1 8 2.5" />,
  inward: <path d="M8 2v8M4.5 6.5 8 10l3.5-3.5M3 13.5h10" />,
  fork: <path d="M4.5 2.5v4c0 2 3.5 2 3.5 4v3M11.5 2.5v4c0 2-3.5 2-3.5 4" />,
  down: <path d="M4 6.5 8 10.5l4-4" />,
  dot: <path d="M8 8h.01" stroke-width="4" />,
  package: <path d="M2.5 5 8 2l5.5 3v6L8 14l-5.5-3zM2.5 5 8 8l5.5-3M8 8v6" />,
  search: <path d="M11 6.75a4.25 4.25 0 1 1-8.5 0 4.25 4.25 0 0 1 8.5 0ZM10 10l3.5 3.5" />,
  warning: <path d="M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1" />,
} as const satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof SHAPES;

/** One of them. */
export function Icon({ name, spins = false }: { name: IconName; spins?: boolean }): JSX.Element {
  return <Picture spins={spins}>{SHAPES[name]}</Picture>;
}
