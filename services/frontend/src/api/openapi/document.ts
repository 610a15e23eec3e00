/** The API's description in OpenAPI 3.1, made from the tables of endpoints. */
import type { Endpoint } from '../endpoint.js';
import { openSchemas, type JsonSchema } from './json-schema.js';
import { operationOf } from './operation.js';
import { ALL_TAGS, INTRODUCTION, tagOf } from './words.js';

const SECURITY = {
  token: {
    type: 'http',
    scheme: 'basic',
    description: 'An API token: its login as the name, the token as the password.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'The session of a browser that is logged in.',
  },
};

/** The whole description. */
export function openApiDocument(endpoints: readonly Endpoint[]) {
  const schemas = openSchemas();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    const { path, verb, deprecated } = endpoint;
    const operations = (paths[path.replace(/:(\w+)/g, '{$1}')] ??= {});
    operations[verb.toLowerCase()] = operationOf(endpoint, { verb, deprecated: false }, schemas);
    if (deprecated === undefined) continue;
    operations[deprecated.toLowerCase()] = operationOf(endpoint, { verb: deprecated, deprecated: true }, schemas);
  }
  const used = new Set(endpoints.map(({ path }) => tagOf(path)));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Kopr',
      version: '3',
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api_3' }],
    tags: ALL_TAGS.filter((tag) => used.has(tag)),
    paths,
    components: { schemas: schemas.named, securitySchemes: SECURITY },
  };
}
