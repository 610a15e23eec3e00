/** Requests to the house: patient with what passes (no connection, 5xx), final with what does not (4xx). */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Question {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer | Readable;
}
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** A refusal that asking again does not change. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

// A peer that says nothing for this long is gone: its side of the connection may have vanished with a network.
const SILENCE_MS = 60_000;
const AGENTS = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 8 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 8 }),
};

/** Drops kept connections: after a cut of the network they would hang instead of failing. */
export function dropConnections(): void {
  for (const agent of Object.values(AGENTS)) agent.destroy();
}

/** Asks once. Rejects when there is no answer. */
export async function ask(question: Question): Promise<Answer> {
  const url = new URL(question.url);
  const secure = url.protocol === 'https:';
  const { method, headers = {}, body } = question;
  const request = (secure ? https : http).request(url, {
    method,
    headers,
    agent: AGENTS[secure ? 'https:' : 'http:'],
    timeout: SILENCE_MS,
  });
  request.once('timeout', () => request.destroy(new Error(`${url.host} said nothing for ${SILENCE_MS / 1000} s`)));
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  // An early refusal (413) may end the upload half-way; the answer is what counts then.
  const sent = send(request, body).catch(() => undefined);
  const [message] = await Promise.all([answer, sent]);
  return { status: message.statusCode ?? 0, headers: message.headers, body: message };
}

/** Asks until there is an answer below 500, ever more slowly; the task's time limit is the only deadline. */
export async function askPatiently(make: () => Question, say: (text: string) => void): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const question = make();
    const problem = await ask(question).then(
      (answer) => (answer.status < 500 && answer.status !== 408 ? answer : discard(answer)),
      (error: unknown) => String(error),
    );
    if (typeof problem !== 'string') return problem;
    if (tries > 1) say(`${question.method} ${question.url}: ${problem}; trying again`);
    await pauseBefore(tries);
  }
}

/** The whole body; throws when it is longer than `limit`. */
export async function bytesOf(answer: Answer, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Error(`the answer has more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/** The whole body as text. */
export async function textOf(answer: Answer): Promise<string> {
  return (await bytesOf(answer, MAX_TEXT_BYTES)).toString('utf8');
}

/** Throws `Refused` for anything but the statuses named, with what the server said. */
export async function expectStatus(answer: Answer, url: string, ...wanted: number[]): Promise<void> {
  if (wanted.includes(answer.status)) return;
  throw new Refused(answer.status, `${url} answered ${answer.status}: ${(await textOf(answer)).slice(0, 500)}`);
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/** Waits before the next try, ever longer: a peer that cannot now (its disk is full, say) is not to be hammered. */
export async function pauseBefore(tries: number): Promise<void> {
  await pause(retryDelayMs(tries));
}

function retryDelayMs(tries: number): number {
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** tries) * (0.75 + Math.random() / 2);
}

function discard(answer: Answer): string {
  answer.body.resume();
  return `answered ${answer.status}`;
}

async function send(request: http.ClientRequest, body: Question['body']): Promise<void> {
  if (body === undefined || Buffer.isBuffer(body)) request.end(body);
  else await pipeline(body, request);
}
