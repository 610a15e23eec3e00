/** Answers what Node's parser cannot read as HTTP: in JSON like everything else, where Node itself would say nothing. */
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const TEXTS: Readonly<Record<number, string>> = {
  400: 'The request is not well-formed HTTP.',
  408: 'The request took too long to arrive.',
  431: 'The address and the headers of the request are too long.',
};

/** As Node tells of it: with what came last on the connection. */
type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** Makes the server answer them. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: ParserError, socket: Duplex & { _httpMessage?: ServerResponse }) => {
    // As Node's own answer: not where nobody listens, and not into the middle of another answer.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
      socket.destroy();
      return;
    }
    socket.end(answerOf(statusOf(error.code), asksForHead(error)));
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

/** An answer to HEAD has no body: a client takes one for the beginning of the next answer. */
function asksForHead({ rawPacket }: ParserError): boolean {
  return rawPacket?.toString('latin1', 0, 5) === 'HEAD ';
}

function answerOf(status: number, headOnly: boolean): string {
  const body = `${JSON.stringify({ error: TEXTS[status] })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${headOnly ? '' : body}`;
}
