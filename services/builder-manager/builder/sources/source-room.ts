/** What every way of making a source package works with. */
import type { Nevra, Pin, SourceDefinition } from '@kopr/proto';
import type { Guard } from '../net/guard.js';
import type { Room } from '../task.js';
import type { Tools } from './tools.js';

export interface SourceRoom extends Room {
  readonly definition: SourceDefinition;
  /** The source's own keys: Copr's source_json, decoded. */
  readonly params: unknown;
  readonly guard: Guard;
  readonly tools: Tools;
  /** A folder of the build user to work in. */
  readonly work: string;
  /** A folder of the build user in which the source package is to be left. */
  readonly out: string;
}

/** One way of making a source package; answers how to tell what it was made of, as far as only the making could show. */
export type Method = (room: SourceRoom) => Promise<PinOf>;
type PinOf = (made: Nevra) => Partial<Pin>;
