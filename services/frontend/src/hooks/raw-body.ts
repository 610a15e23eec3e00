/** The body as it was sent, byte by byte: signatures are made over these. */
import { asError } from '@kopr/shared/errors';
import { raw, type Request, type Response } from 'express';

/** At most `limit` bytes; more is refused with 413, what is compressed with 415. */
export async function rawBody(request: Request, response: Response, limit: number): Promise<Buffer> {
  const read = raw({ limit, type: () => true, inflate: false });
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asError(error));
    });
  });
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
