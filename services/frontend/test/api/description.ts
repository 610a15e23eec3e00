/** The API's description as tests read it: its operations, and whether a value fits one of its schemas. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ENDPOINTS } from '../../src/api/index.js';
import { openApiDocument } from '../../src/api/openapi/document.js';

interface Content {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A parameter of path or query. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly example?: string | number;
  readonly schema: object;
}

/** One verb of one path. */
export interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly deprecated?: boolean;
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Record<string, Content> }>
  >;
}

/** The description as clients get it. */
export const DOCUMENT = JSON.parse(JSON.stringify(openApiDocument(ENDPOINTS))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** All operations, each with its verb and path. */
export const OPERATIONS = Object.entries(DOCUMENT.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ verb: verb.toUpperCase(), path, operation })),
);

/** Clients must put up with keys that come later; tests need not. */
function closed<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value,
  ) as T;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(closed(DOCUMENT), 'kopr');

/** What keeps `value` from fitting a schema of the description; empty when nothing does. */
export function whyNotFitting(schema: object, value: unknown): string[] {
  const check = ajv.compile(withRoot(closed(schema)));
  return check(value)
    ? []
    : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** References of the description lead into its components. */
function withRoot(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"kopr#/components/')) as object;
}

/** The fields of a body. Of a form of several parts, those of its JSON; of a choice, those of each. */
export function fieldsOf(schema: object): [string, object][] {
  const { properties = {}, anyOf = [] } = schema as { properties?: Record<string, object>; anyOf?: object[] };
  const { json, ...own } = properties;
  return [
    ...Object.entries(own),
    ...[...anyOf, json ?? {}].flatMap((part) => ('properties' in part || 'anyOf' in part ? fieldsOf(part) : [])),
  ];
}
