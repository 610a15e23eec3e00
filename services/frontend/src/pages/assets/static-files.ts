/** Style sheet, scripts, fonts and pictures, in memory and compressed. Their address holds their digest, so they never go stale. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { styleSheet } from './stylesheet.js';

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
const OWN = ['logo.svg', 'build.js', 'copy.js', 'docs.js'] as const;
/** What shows the API's description. */
const SWAGGER_UI = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;
const FONTS = ['RedHatText/RedHatTextVF', 'RedHatDisplay/RedHatDisplayVF', 'RedHatMono/RedHatMonoVF'] as const;
const FOREVER = 'public, max-age=31536000, immutable';

/** Reads everything; takes about half a second. */
export function loadStaticFiles(): StaticFiles {
  const files = new Map(Object.entries(readAll()).map(([name, body]) => [name, fileOf(name, body)]));
  const digest = createHash('sha256');
  for (const { body } of files.values()) digest.update(body);
  const base = `/static/${digest.digest('hex').slice(0, 12)}/`;
  return {
    asset: (name) => {
      if (!files.has(name)) throw new TypeError(`no static file is called ${name}`);
      return base + name;
    },
    serve: (request, response, next) => {
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
    },
  };
}

function readAll(): Record<string, Buffer> {
  const own = fileURLToPath(new URL('../../../public/', import.meta.url));
  const patternfly = folderOf('@patternfly/patternfly');
  const swaggerUi = folderOf('swagger-ui-dist');
  const pages = fileURLToPath(new URL('..', import.meta.url));
  const sheet = styleSheet(patternfly, pages, readFileSync(join(own, 'kopr.css'), 'utf8'));
  return {
    'kopr.css': Buffer.from(sheet),
    ...Object.fromEntries(OWN.map((name) => [name, readFileSync(join(own, name))])),
    ...Object.fromEntries(SWAGGER_UI.map((name) => [name, readFileSync(join(swaggerUi, name))])),
    ...Object.fromEntries(
      FONTS.map((path) => [
        `${path.split('/')[1] ?? ''}.woff2`,
        readFileSync(join(patternfly, `assets/fonts/${path}.woff2`)),
      ]),
    ),
  };
}

/** Where a package of npm lies. */
function folderOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
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
