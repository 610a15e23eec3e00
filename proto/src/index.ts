/** Every message on Kopr's bus, as schemas. Imports nothing of the house. */
export * from './builder.js';
export * from './catalogue.js';
export * from './definition.js';
export * from './envelope.js';
export * from './message.js';
export * from './messages/facts.js';
export * from './messages/publish.js';
export * from './messages/source.js';
export * from './messages/status.js';
export * from './messages/task.js';
export * from './parts.js';
export * from './source-definition.js';
export * from './source-secret.js';
export * from './topology.js';
