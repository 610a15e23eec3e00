/** One run of a CGI program, as RFC 3875 has it: the environment in, headers and a body out. */
import { spawn } from 'node:child_process';
import type { Request, Response } from 'express';
import { endGroup } from '../git/end-group.js';

/** The program to run. `env` is its whole environment; `apology`: the body in its place, should it fail before it had any. */
export interface CgiProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apology?: Buffer;
}

/** git's longest answer before its first byte of body is far shorter. */
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_COMPLAINT = 500;

/** How it ended; `complaint` is what it wrote to standard error, `left`: the client went before. */
export interface CgiEnd {
  readonly code: number | null;
  readonly complaint: string;
  readonly left: boolean;
}

/** Answers `response` with what the program says; ends it when the client goes. Resolves when it has ended. */
export function runCgi(program: CgiProgram, request: Request, response: Response): Promise<CgiEnd> {
  // A group of its own: git's http-backend runs other programs, which would go on, and hold their pipes, without it.
  const child = spawn(program.command, program.args, { env: program.env, detached: true });
  let complaint = '';
  let left = false;
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(0, MAX_COMPLAINT)));
  const end = (): void => {
    left = true;
    endGroup(child);
    child.stdout.destroy();
  };
  response.on('close', end);
  // A client that left already tells of it no more.
  if (response.closed) end();
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  const come = relay(child.stdout, response);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      response.off('close', end);
      // Ended before its headers, or in the middle: the client must not take that for the whole.
      if (come() === 'nothing') response.status(500).type('text/plain').send('git did not answer\n');
      else if (code === 0) response.end();
      else if (come() === 'head' && program.apology) response.end(program.apology);
      else response.destroy();
      resolve({ code, complaint, left });
    });
  });
}

/** How far an answer has come. */
type Come = 'nothing' | 'head' | 'body';

/** Passes it on, but for its end, which is told by whoever knows how the program ended. */
function relay(output: NodeJS.ReadableStream, response: Response): () => Come {
  let head: Buffer = Buffer.alloc(0);
  let come: Come = 'nothing';
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0 && head.length < MAX_HEADER_BYTES) return;
    output.removeListener('data', onData);
    applyHeaders(head.toString('latin1', 0, Math.max(end, 0)), response);
    come = head.length > end + 4 ? 'body' : 'head';
    response.write(head.subarray(end + 4));
    output.once('data', () => (come = 'body'));
    output.pipe(response, { end: false });
  };
  output.on('data', onData);
  return () => come;
}

function applyHeaders(text: string, response: Response): void {
  for (const line of text.split('\r\n')) {
    const [, name = '', value = ''] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === 'status') response.status(Number.parseInt(value, 10) || 500);
    else if (name !== '') response.setHeader(name, value);
  }
}
