/** A double of all that a builder and its manager talk to by HTTP: frontend, dist-git, lookaside, intake. Small and strict. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { manifest as manifestShape, type Manifest, type RpmDefinition, type SourceSecret } from '@kopr/proto';
import { verifyToken } from '@kopr/shared/token';
import { sourceDefinitionOf, type OwnSource } from './source-definition.js';

/** One task as the house knows it. */
export interface HouseTask {
  readonly definition: Partial<Omit<RpmDefinition, 'kopr'>> & { kopr?: Partial<RpmDefinition['kopr']> };
  /** Tar of the dist-git commit. */
  readonly archive: Buffer;
  /** Lookaside: files by name. */
  readonly files: Readonly<Record<string, Buffer>>;
}

/** What was delivered for one task and attempt. */
export interface Delivered {
  readonly blobs: Map<string, Buffer>;
  manifest?: Manifest;
  log: Buffer;
  sealed?: number;
}

export interface House extends AsyncDisposable {
  /** As containers reach it. */
  readonly url: string;
  readonly privateKeyPem: string;
  readonly tasks: Map<string, HouseTask>;
  /** Source tasks: their definitions as far as they differ from an ordinary one. */
  readonly sources: Map<string, OwnSource>;
  /** Secrets of private sources, by task: each is given once. */
  readonly secrets: Map<string, SourceSecret>;
  /** Uploads, by their path below `/tmp/`. */
  readonly uploads: Map<string, Buffer>;
  delivered(task: string, attempt: number): Delivered;
  /** Folders served as plain files below `/folder/<name>/`: repositories. */
  readonly folders: Map<string, string>;
  /** While set, every request is answered with it. */
  outage: number | undefined;
  /** How often the definition was asked for. */
  asked: number;
  file(task: string, attempt: number, name: string): Buffer | undefined;
}

/** Starts the double on every interface; `host` is the address by which containers reach this machine. */
export async function openHouse(host: string): Promise<House> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const deliveries = new Map<string, Delivered>();
  const server = http.createServer((request, response) => {
    void answer(house, publicPem, request).then(
      ({ status, body = '', headers = {} }) => response.writeHead(status, headers).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const house: House = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    tasks: new Map(),
    sources: new Map(),
    secrets: new Map(),
    uploads: new Map(),
    folders: new Map(),
    outage: undefined,
    asked: 0,
    delivered(task, attempt) {
      const key = `${task}/${attempt}`;
      const found = deliveries.get(key) ?? { blobs: new Map<string, Buffer>(), log: Buffer.alloc(0) };
      deliveries.set(key, found);
      return found;
    },
    file(task, attempt, name) {
      const { manifest, blobs } = house.delivered(task, attempt);
      const file = manifest?.files.find((one) => one.name === name);
      return file && blobs.get(file.sha256);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return house;
}

interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string | number>;
}

async function answer(house: House, publicPem: string, request: http.IncomingMessage): Promise<Reply> {
  const body = await bodyOf(request);
  if (house.outage !== undefined) return { status: house.outage };
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://house');
  const [room, ...rest] = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (room === 'archive') return served(house.tasks.get(rest[0] ?? '')?.archive);
  if (room === 'lookaside') return served(house.tasks.get(rest[0] ?? '')?.files[rest[1] ?? '']);
  if (room === 'tmp') return served(house.uploads.get(rest.join('/')));
  if (room === 'folder') return folderFile(house.folders.get(rest[0] ?? ''), rest.slice(1));
  const token = verifyToken((request.headers.authorization ?? '').replace(/^Bearer /, ''), publicPem, new Date());
  if (!token.ok) return { status: 401, body: token.reason };
  if (rest[0] === 'get-source-secret') return secret(house, rest[1] ?? '', token.token.task);
  if (room === 'backend') return definition(house, rest[0] ?? '', rest[1] ?? '');
  if (room !== 'intake') return { status: 404 };
  const [task = '', attempt = '', what = '', name = ''] = rest;
  if (token.token.task !== task || String(token.token.attempt) !== attempt) return { status: 403 };
  const shelf = house.delivered(task, Number(attempt));
  const isManager = token.token.use === 'manager';
  if ((what === 'log') !== isManager) return { status: 403 };
  if (what === 'log') return name === 'seal' ? seal(shelf, searchParams) : putLog(shelf, searchParams, body);
  return what === 'manifest' ? putManifest(shelf, body) : putBlob(shelf, name, request, body);
}

const SUPERSEDED: Reply = { status: 409, body: '{"msg":"superseded"}' };

function served(bytes: Buffer | undefined): Reply {
  return bytes ? { status: 200, body: bytes } : { status: 404 };
}

function folderFile(dir: string | undefined, path: string[]): Reply {
  const file = join(dir ?? '/nowhere', ...path);
  return existsSync(file) ? { status: 200, body: readFileSync(file) } : { status: 404 };
}

function definition(house: House, door: string, task: string): Reply {
  house.asked++;
  if (door === 'get-srpm-build-task') {
    const own = house.sources.get(task);
    return own ? { status: 200, body: JSON.stringify(sourceDefinitionOf(house.url, task, own)) } : SUPERSEDED;
  }
  const found = house.tasks.get(task);
  if (!found) return SUPERSEDED;
  const { kopr, ...own } = found.definition;
  const whole = { ...DEFAULTS, task_id: task, ...own, kopr: { ...koprDefaults(house.url, task), ...kopr } };
  return { status: 200, body: JSON.stringify(whole) };
}

function secret({ secrets }: House, task: string, holder: string): Reply {
  if (task !== holder) return { status: 403, body: '{"msg":"another task"}' };
  const given = secrets.get(task);
  secrets.delete(task);
  return given ? { status: 200, body: JSON.stringify(given) } : { status: 410, body: '{"msg":"it was given already"}' };
}

function putLog(shelf: Delivered, query: URLSearchParams, body: Buffer): Reply {
  const offset = Number(query.get('offset'));
  const held = { 'Kopr-Offset': shelf.log.length };
  if (offset > shelf.log.length) return { status: 409, headers: held };
  shelf.log = Buffer.concat([shelf.log, body.subarray(Math.min(body.length, shelf.log.length - offset))]);
  return { status: 204 };
}

function seal(shelf: Delivered, query: URLSearchParams): Reply {
  shelf.sealed = Number(query.get('size'));
  return { status: 204 };
}

function putManifest(shelf: Delivered, body: Buffer): Reply {
  const read = manifestShape.parse(JSON.parse(body.toString('utf8')));
  const missing = read.files.filter(({ sha256 }) => !shelf.blobs.has(sha256));
  if (missing.length > 0) return { status: 422, body: JSON.stringify({ error: `missing ${missing[0]?.name ?? ''}` }) };
  shelf.manifest = read;
  return { status: 201 };
}

function putBlob(shelf: Delivered, sha256: string, request: http.IncomingMessage, body: Buffer): Reply {
  if (request.method === 'HEAD') {
    return shelf.blobs.has(sha256) ? { status: 200 } : { status: 404, headers: { 'Kopr-Offset': 0 } };
  }
  if (createHash('sha256').update(body).digest('hex') !== sha256) return { status: 422 };
  shelf.blobs.set(sha256, body);
  return { status: 201 };
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

const DEFAULTS: Omit<RpmDefinition, 'task_id' | 'kopr'> = {
  build_id: 1,
  project_owner: 'alice',
  sandbox: 'alice/tools--alice',
  background: false,
  chroot: 'minidistro-13-x86_64',
  tags: [],
  allow_user_ssh: false,
  project_name: 'tools',
  project_dirname: 'tools',
  submitter: 'alice',
  repos: [],
  memory_reqs: 2048,
  timeout: 18_000,
  enable_net: false,
  git_repo: 'http://dist-git/git/alice/tools/hello',
  git_hash: 'b'.repeat(40),
  package_name: 'hello',
  package_version: '1.0-1',
  uses_devel_repo: false,
  isolation: 'default',
  fedora_review: false,
  appstream: false,
  repo_priority: null,
  ssh_public_keys: null,
  storage: 0,
  buildroot_pkgs: [],
  with_opts: [],
  without_opts: [],
};

function koprDefaults(url: string, task: string): RpmDefinition['kopr'] {
  return {
    engine: 'rpmbuild',
    mock_config: null,
    archive_url: `${url}/archive/${task}`,
    lookaside_url: `${url}/lookaside/${task}`,
    intake_url: `${url}/intake`,
    trusted_repos: [],
    allow_private: false,
    macros: {},
  };
}

/** A whole definition for pure tests. */
export function definitionOf(own: Partial<RpmDefinition> = {}): RpmDefinition {
  return { ...DEFAULTS, task_id: '1-minidistro-13-x86_64', kopr: koprDefaults('http://house', '1'), ...own };
}
