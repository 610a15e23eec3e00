/** The outbox as a Redis stream, for a service whose changes are Lua scripts. */
export { outboxKey, toFields } from './entry.js';
export { relayStream, type StreamRelayOptions } from './relay.js';
