/** What people see, wherever they look: the document, its parts, words, style sheet and other static files. */
export { Card, Nothing } from './card.js';
export { Code } from './code.js';
export { Document, documentBytes } from './document.js';
export { Heading } from './heading.js';
export { lookFiles } from './look-files.js';
export { drawn, markup, placed, type Markup } from './markup.js';
export { Picture } from './picture.js';
export { securityHeaders } from './security-headers.js';
export { staticFiles, type StaticFiles } from './static-files.js';
export { ago, counted, lasting, moment } from './words.js';
