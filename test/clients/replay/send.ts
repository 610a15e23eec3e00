/** Sends a recorded request to our frontend. */
import type { Frontend } from './frontend.js';
import type { Memory } from './memory.js';
import type { Part, Step } from './recording.js';

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the body is no JSON. */
  readonly json: unknown;
}

/** Alice's credentials as a recorded header holds them. */
const RECORDED_ALICE = 'YWxpY2Vsb2dpbjEyMzQ1Njc4OTA6YWxpY2V0b2tlbjEyMzQ1Njc4OTAxMjM0NTY3ODkw';

/** One request with everything learnt put in. */
export async function send(frontend: Frontend, memory: Memory, { request }: Step): Promise<Reply> {
  const authorization = header(frontend, request.auth);
  const response = await fetch(frontend.url + memory.path(request.path), {
    method: request.method,
    redirect: 'manual',
    headers: { ...ownHeaders(request), ...(authorization !== undefined && { authorization }) },
    ...(request.body_kind !== null && { body: bodyOf(request, memory) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: decoded(text) };
}

/** The Authorization header of a request. */
function header(frontend: Frontend, auth: string | null): string | undefined {
  if (auth === null) return undefined;
  const [, alice = ''] = basicOf(frontend, 'alice').split(' ');
  return auth.includes(' ') ? auth.replace(RECORDED_ALICE, alice) : basicOf(frontend, auth);
}

/** The Authorization header of a user of the recordings. */
export function basicOf({ users }: Frontend, name: string): string {
  const { login, token } = users.get(name) ?? { login: name, token: 'wrong' };
  return `Basic ${Buffer.from(`${login}:${token}`).toString('base64')}`;
}

/** A multipart body brings a boundary of its own. */
function ownHeaders({ headers, body_kind: kind }: Step['request']): Record<string, string> {
  return kind === 'multipart' ? {} : { ...headers };
}

function bodyOf({ body, body_kind: kind }: Step['request'], memory: Memory): BodyInit {
  if (kind === 'multipart') return multipart(body as Part[], memory);
  if (kind === 'form') return new URLSearchParams(memory.body(body) as Record<string, string>).toString();
  if (kind === 'raw') return Buffer.from(String(memory.body(body)));
  return JSON.stringify(memory.body(body));
}

function multipart(parts: readonly Part[], memory: Memory): FormData {
  const form = new FormData();
  for (const { name, filename, content_type: type, content } of parts) {
    const text = String(memory.body(content));
    if (filename === null) form.append(name, text);
    else form.append(name, new Blob([text], { type: type ?? 'application/octet-stream' }), filename);
  }
  return form;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
