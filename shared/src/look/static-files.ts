/** Style sheet, scripts, fonts and pictures, in memory and compressed. Their address holds their digest, so they never go stale. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
  /** By content coding; only where it makes the file smaller. Made when first asked for: some files are big, and few ask. */
  readonly compressed: ReadonlyMap<string, () => Buffer>;
}

export interface StaticFiles {
  /** The address of a file; throws when there is none of that name, so that no page can ask for it. */
  asset(name: string): string;
  readonly serve: RequestHandler;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};
const FOREVER = 'public, max-age=31536000, immutable';

/** Serves these files, by name, below `/static/`. */
export function staticFiles(bodies: Readonly<Record<string, Buffer>>): StaticFiles {
  const files = new Map(Object.entries(bodies).map(([name, body]) => [name, fileOf(name, body)]));
  const digest = createHash('sha256');
  for (const { body } of files.values()) digest.update(body);
  const base = `/static/${digest.digest('hex').slice(0, 12)}/`;
  return {
    asset: (name) => {
      if (!files.has(name)) throw new TypeError(`no static file is called ${name}`);
      return base + name;
    },
    serve: serving(files),
  };
}

function serving(files: ReadonlyMap<string, StaticFile>): RequestHandler {
  return (request, response, next) => {
    // An older digest is served as well: a page may be older than the process.
    const [, name = ''] = /^\/static\/[0-9a-f]{12}\/([\w.-]+)$/.exec(request.path) ?? [];
    const file = files.get(name);
    if (!file) {
      next();
      return;
    }
    const coding = request.acceptsEncodings([...file.compressed.keys(), 'identity']);
    const packed = coding ? file.compressed.get(coding)?.() : undefined;
    response.set({ 'Content-Type': file.type, 'Cache-Control': FOREVER, Vary: 'Accept-Encoding' });
    if (packed && coding) response.set('Content-Encoding', coding);
    response.send(packed ?? file.body);
  };
}

function fileOf(name: string, body: Buffer): StaticFile {
  const suffix = name.split('.').at(-1) ?? '';
  const compressed = new Map<string, () => Buffer>();
  if (suffix !== 'woff2') {
    // The best quality takes seconds; this one is within a few percent of it.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    compressed.set(
      'br',
      once(() => brotliCompressSync(body, { params })),
    );
    compressed.set(
      'gzip',
      once(() => gzipSync(body)),
    );
  }
  return { type: TYPES[suffix] ?? 'application/octet-stream', body, compressed };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
