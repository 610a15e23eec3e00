/** How orders end, and what is said of it. */
import type { BodyInput } from '@kopr/proto';

/** What was said at the end of an order. */
export type Ending =
  | { readonly type: 'source.resolved'; readonly body: BodyInput<'source.resolved'> }
  | { readonly type: 'source.imported'; readonly body: BodyInput<'source.imported'> }
  | { readonly type: 'source.failed'; readonly body: BodyInput<'source.failed'> };

/** The same answer to whoever asked in this round. */
export function inRound(ending: Ending, round: number): Ending {
  switch (ending.type) {
    case 'source.resolved':
      return { ...ending, body: { ...ending.body, round } };
    case 'source.imported':
      return { ...ending, body: { ...ending.body, round } };
    case 'source.failed':
      return { ...ending, body: { ...ending.body, round } };
  }
}

/** Why it failed; undefined when it did not. */
export function failureOf(ending: Ending): BodyInput<'source.failed'> | undefined {
  return ending.type === 'source.failed' ? ending.body : undefined;
}
