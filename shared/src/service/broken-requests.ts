/** Answers what Node's parser cannot read as HTTP: in JSON like everything else, where Node itself would say nothing. */
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const TEXTS: Readonly<Record<number, string>> = {
  400: 'The request is not well-formed HTTP.',
  408: 'The request took too long to arrive.',
  431: 'The address and the headers of the request are too long.',
};

/** Makes the server answer them. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { _httpMessage?: ServerResponse }) => {
    // As Node's own answer: not where nobody listens, and not into the middle of another answer.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
      socket.destroy();
      return;
    }
    socket.end(answerOf(statusOf(error.code)));
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

function answerOf(status: number): string {
  const body = `${JSON.stringify({ error: TEXTS[status] })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
