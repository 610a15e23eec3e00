/** Requests as bytes: what fetch would mend or refuse goes out as it is. */
import { Agent, request } from 'node:http';

/** A request with whatever headers and body. */
export interface RawRequest {
  readonly verb: string;
  /** Path and query, already encoded. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** Status, headers and the text of the answer. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Sends it to `site`. */
export function sendRaw(site: string, { verb, address, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(site);
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': String(body.length) } : {};
    const sending = request({ agent, hostname, port, method: verb, path: address, headers: { ...length, ...headers } });
    sending.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
