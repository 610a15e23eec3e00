/** Which files people look at first. */
import type { ByteText } from '../domain/byte-text.js';

/** `README`, `README.md`, … */
export function isReadme(name: ByteText): boolean {
  return /^readme(\.\w+)?$/i.test(name);
}

/** The package's recipe. */
export function isSpec(name: ByteText): boolean {
  return name.endsWith('.spec');
}
