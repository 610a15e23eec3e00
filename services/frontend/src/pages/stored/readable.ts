/** A payload as people read it. */
import { isDeeper } from '../../domain/depth.js';

/** So much of a payload is read by people. */
const MAX_CHARS = 100_000;
/** Each line is indented by its depth: what is nested by the thousand would take gigabytes. */
const MAX_DEPTH = 50;

/** JSON set out in lines; anything else as it was sent. */
export function readable(body: Buffer): string {
  const text = body.toString();
  return (text.length > MAX_CHARS ? text : setOut(text)).slice(0, MAX_CHARS);
}

function setOut(text: string): string {
  try {
    const payload: unknown = JSON.parse(text);
    return isDeeper(payload, MAX_DEPTH) ? text : JSON.stringify(payload, null, 2);
  } catch {
    // No JSON.
    return text;
  }
}
