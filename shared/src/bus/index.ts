/** The bus: envelopes out, handlers in, fates settled. */
export { createBus, type BusOptions } from './bus.js';
export { envelopeOf } from './envelope-of.js';
export { done, reject, retry, type Fate } from './fate.js';
export { isHopeless } from './hopeless.js';
export type { Bus, ConsumeOptions, DeadLetter, Handler, HostHandlers, Letters, Meta, Routing } from './types.js';
export { uuidV7 } from './uuid.js';
