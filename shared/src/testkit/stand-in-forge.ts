/** A stand-in for forges: takes statuses as GitHub, GitLab and Gitea document them, GitLab as steps only, and nothing else. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A status that was taken, and how it came. */
interface Taken {
  readonly forge: 'github' | 'gitlab' | 'gitea';
  readonly repository: string;
  readonly commit: string;
  readonly body: Readonly<Record<string, string>>;
}

/** What is answered instead of taking a status. */
interface Instead {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What it saw, and how it is told to misbehave. */
export interface StandInForge {
  readonly taken: Taken[];
  /** Every request, taken or not: its path and the token that it came with. */
  readonly asked: { readonly path: string; readonly token: string }[];
  /** Answers for the next requests, one each. */
  readonly instead: Instead[];
  /** While it is set, requests are held until it resolves. */
  hold: Promise<void> | undefined;
  /** For servers that serve more than this. */
  readonly listener: RequestListener;
}

interface Door {
  readonly forge: Taken['forge'];
  readonly path: RegExp;
  readonly token: (headers: IncomingHttpHeaders) => string | undefined;
  readonly states: readonly string[];
  readonly context: string;
}

const after = (word: string, header: string | undefined) =>
  header?.startsWith(`${word} `) ? header.slice(word.length + 1) : undefined;

const DOORS: readonly Door[] = [
  {
    forge: 'github',
    path: /^\/api\/v3\/repos\/([^/]+\/[^/]+)\/statuses\/([0-9a-f]{40})$/,
    token: ({ authorization }) => after('Bearer', authorization),
    states: ['error', 'failure', 'pending', 'success'],
    context: 'context',
  },
  {
    forge: 'gitlab',
    path: /^\/api\/v4\/projects\/([^/]+)\/statuses\/([0-9a-f]{40})$/,
    token: (headers) => headers['private-token'] as string | undefined,
    states: ['pending', 'running', 'success', 'failed', 'canceled', 'skipped'],
    context: 'name',
  },
  {
    forge: 'gitea',
    path: /^\/api\/v1\/repos\/([^/]+\/[^/]+)\/statuses\/([0-9a-f]{40})$/,
    token: ({ authorization }) => after('token', authorization),
    states: ['pending', 'success', 'error', 'failure', 'warning'],
    context: 'context',
  },
];

/** One that takes this token. */
export function standInForge(token: string): StandInForge {
  const forge: StandInForge = {
    ...{ taken: [], asked: [], instead: [], hold: undefined },
    listener: (request, response) => void serve(forge, token, request, response),
  };
  return forge;
}

/** The same on a server of its own on this machine. */
export async function openForge(token: string): Promise<StandInForge & { readonly url: string } & AsyncDisposable> {
  const forge = standInForge(token);
  const server = createServer(forge.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(forge, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

async function serve(forge: StandInForge, token: string, request: IncomingMessage, response: ServerResponse) {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const door = DOORS.find((one) => one.path.test(request.url ?? ''));
  const given = door?.token(request.headers) ?? '';
  forge.asked.push({ path: request.url ?? '', token: given });
  await forge.hold;
  const answer = forge.instead.shift() ?? take(forge, door, given === token, request, Buffer.concat(pieces).toString());
  const { status, headers = {}, body = {} } = answer;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function take(
  forge: StandInForge,
  door: Door | undefined,
  mayCome: boolean,
  { method, url = '', headers }: IncomingMessage,
  text: string,
): Instead {
  if (!door || method !== 'POST') return { status: 404, body: { message: 'Not Found' } };
  // Careless, as some forges are: what was wrong is shown.
  if (!mayCome) return { status: 401, body: { message: `Bad credentials: ${door.token(headers) ?? ''}` } };
  const body = JSON.parse(text) as Record<string, string>;
  const wrong = whatIsWrong(door, body, headers);
  if (wrong !== undefined) return { status: 422, body: { message: wrong } };
  const [, repository = '', commit = ''] = door.path.exec(url) ?? [];
  const status: Taken = { forge: door.forge, repository: decodeURIComponent(repository), commit, body };
  const noStep = door.forge === 'gitlab' ? whyNoStep(forge.taken, status) : undefined;
  if (noStep !== undefined) return { status: 400, body: { message: noStep } };
  forge.taken.push(status);
  return { status: 201, body: { id: forge.taken.length } };
}

/** What a status that is on may come from; as anything else it may end. After its end another begins, as anything. */
const STEPS: Readonly<Record<string, { readonly event: string; readonly from: readonly string[] }>> = {
  pending: { event: 'enqueue', from: [] },
  running: { event: 'run', from: ['pending'] },
};

/** GitLab's words when the status is no step from the one that it shows. */
function whyNoStep(taken: readonly Taken[], { repository, commit, body }: Taken): string | undefined {
  const last = taken.findLast(
    (one) => one.repository === repository && one.commit === commit && one.body['name'] === body['name'],
  );
  const [from, step] = [last?.body['state'] ?? '', STEPS[body['state'] ?? '']];
  if (!step || !Object.hasOwn(STEPS, from) || step.from.includes(from)) return undefined;
  return `Cannot transition status via :${step.event} from :${from} (Reason(s): Status cannot transition via "${step.event}")`;
}

function whatIsWrong({ states, context, forge }: Door, body: Record<string, string>, headers: IncomingHttpHeaders) {
  if (headers['content-type'] !== 'application/json') return 'no JSON';
  if (headers['user-agent'] === undefined) return 'GitHub wants to know who asks';
  const keys = ['state', 'target_url', 'description', context];
  if (Object.keys(body).sort().join() !== keys.sort().join()) return `fields: ${Object.keys(body).join()}`;
  if (!states.includes(body['state'] ?? '')) return `state: ${body['state'] ?? ''}`;
  return (body['description'] ?? '').length > (forge === 'github' ? 140 : 255) ? 'description is too long' : undefined;
}
