/** A pipe that breaks when more comes through it than was expected. */
import { Transform } from 'node:stream';
import { failed } from '../ended.js';

/** Lets so many bytes through. */
export function limited(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > maxBytes) next(failed(`there are more than ${maxBytes} bytes, which is the limit`));
      else next(null, chunk);
    },
  });
}
