/** What a message on Kopr's bus is: a type, a version, a schema of its body and one example. */
import type { z } from 'zod';

/** The description of one message type; `messages/` holds one for each row of the catalogue. */
export interface MessageSpec<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly version: number;
  readonly body: S;
  readonly example: z.input<S>;
  /** What it means and when it is said; goes into the JSON Schema. */
  readonly about: string;
}

/** The body of a message as a handler sees it, decoded. */
export type BodyOf<M extends MessageSpec> = z.output<M['body']>;

/** Declares a message. The example is held against the schema by a test. */
export function defineMessage<T extends string, S extends z.ZodType>(
  type: T,
  version: number,
  about: string,
  body: S,
  example: z.input<S>,
): MessageSpec<T, S> {
  return Object.freeze({ type, version, about, body, example });
}
