/** Small pictures, drawn for a square of 16 units, in the colour of the text around them. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';

export interface PictureProps {
  readonly spins?: boolean;
  /** Paths, to be drawn as lines. */
  readonly children: ComponentChildren;
}

/** Decoration only: the word beside it says the same, so screen readers skip it. */
export function Picture({ spins = false, children }: PictureProps): JSX.Element {
  return (
    <svg
      class={spins ? 'kopr-icon kopr-icon--spins' : 'kopr-icon'}
      viewBox="0 0 16 16"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}
