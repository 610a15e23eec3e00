/** All static files of the pages: those of the look, our own scripts, and what shows the API's description. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookFiles, staticFiles, type StaticFiles } from '@kopr/shared/look';

const SCRIPTS = ['build.js', 'docs.js'] as const;
const SWAGGER_UI = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** Reads everything; takes about half a second. */
export function loadStaticFiles(): StaticFiles {
  const own = fileURLToPath(new URL('../../../public/', import.meta.url));
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const sources = fileURLToPath(new URL('..', import.meta.url));
  return staticFiles({
    ...lookFiles({ sources, sheet: readFileSync(join(own, 'frontend.css'), 'utf8') }),
    ...filesIn(own, SCRIPTS),
    ...filesIn(swaggerUi, SWAGGER_UI),
  });
}

function filesIn(folder: string, names: readonly string[]): Record<string, Buffer> {
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
}
