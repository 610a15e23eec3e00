/** Lets so many in at the same time, and none of them take all places. */
export { turnstile, type Places, type Turnstile, type Visitor } from './turnstile.js';
export { visitorOf } from './visitor.js';
