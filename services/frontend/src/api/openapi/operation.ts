/** One endpoint as an operation of OpenAPI: what it takes, what it answers, how it fails. */
import { STATUS_CODES } from 'node:http';
import type { Docs, Endpoint, ErrorCase, Verb } from '../endpoint.js';
import {
  EMPTY_ARGUMENT,
  errorAnswer,
  loginAnswer,
  loginExpired,
  MALFORMED_ADDRESS,
  UNREADABLE_BODIES,
} from '../schemas/errors.js';
import type { JsonSchema, Schemas } from './json-schema.js';
import { PATH_PARAMETERS, tagOf } from './words.js';

/** Which verb it is described for: the one of today, or an older one. */
interface Use {
  readonly verb: Verb;
  readonly deprecated: boolean;
}

/** The endpoint's operation for one of its verbs. */
export function operationOf(endpoint: Endpoint, { verb, deprecated }: Use, schemas: Schemas): JsonSchema {
  const { path, about, docs, login } = endpoint;
  return {
    operationId: operationId(verb, path),
    tags: [tagOf(path).name],
    summary: about,
    description: deprecated ? `${about} Please use ${endpoint.verb} instead of ${verb}.` : about,
    ...(deprecated ? { deprecated: true } : {}),
    security: login ? [{ token: [] }, { session: [] }] : [],
    parameters: [...pathParameters(path), ...queryParameters(docs, schemas)],
    ...(docs.body === undefined ? {} : { requestBody: requestBody(docs, docs.body, schemas) }),
    responses: { 200: success(docs, schemas), ...failures(endpoint, schemas) },
  };
}

/** `GET /build/list` is `getBuildList`. */
function operationId(verb: Verb, path: string): string {
  const words = path.split(/[/_:-]+/).filter((word) => word !== '');
  return verb.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function pathParameters(path: string): JsonSchema[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  return names.map((name) => ({ name, in: 'path', required: true, ...PATH_PARAMETERS[name] }));
}

function queryParameters(docs: Docs, schemas: Schemas): JsonSchema[] {
  if (docs.query === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(docs.query, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, examples, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    ...(Array.isArray(examples) ? { example: examples[0] as unknown } : {}),
    schema,
  }));
}

/** JSON; a form of several parts where files belong to it. */
function requestBody({ files, send }: Docs, body: NonNullable<Docs['body']>, schemas: Schemas): JsonSchema {
  const schema = schemas.of(body, 'input');
  const json = { schema, example: send ?? exampleOf(schema) };
  if (files === undefined) return { required: true, content: { 'application/json': json } };
  const parts = Object.entries(files).map(([name, description]) => [
    name,
    { type: 'string', contentMediaType: 'application/octet-stream', description },
  ]);
  const form = {
    schema: { type: 'object', properties: { ...Object.fromEntries(parts), json: schema } as JsonSchema },
    example: { json: json.example },
    encoding: { json: { contentType: 'application/json' } },
  };
  return { required: true, content: { 'multipart/form-data': form } };
}

/** Put together from the examples of its fields. */
function exampleOf({ properties = {} }: JsonSchema): JsonSchema {
  const fields = Object.entries(properties as Record<string, { readonly examples?: readonly unknown[] }>);
  return Object.fromEntries(fields.flatMap(([name, { examples }]) => (examples ? [[name, examples[0]]] : [])));
}

function success({ answer, example }: Docs, schemas: Schemas): JsonSchema {
  return {
    description: 'Done; this is the answer.',
    content: { 'application/json': { schema: schemas.of(answer, 'output'), example } },
  };
}

/** By status, each with all that may lead to it. */
function failures(endpoint: Endpoint, schemas: Schemas): Record<string, JsonSchema> {
  const cases = [...endpoint.docs.errors, ...commonErrors(endpoint, schemas)];
  const statuses = [...new Set(cases.map(({ status }) => status))].sort((a, b) => a - b);
  const of = (wanted: number) => cases.filter(({ status }) => status === wanted);
  return Object.fromEntries(statuses.map((status) => [String(status), failure(status, of(status), schemas)]));
}

/** What can go wrong before an endpoint itself looks. */
function commonErrors({ verb, path, login, docs }: Endpoint, schemas: Schemas): ErrorCase[] {
  const needsArguments = queryParameters(docs, schemas).some(({ required }) => required === true);
  return [
    ...(path.replace(':id', '').includes(':') ? [MALFORMED_ADDRESS] : []),
    ...(needsArguments ? [EMPTY_ARGUMENT] : []),
    ...(verb === 'GET' ? [] : UNREADABLE_BODIES),
    ...(login ? [loginExpired] : []),
  ];
}

function failure(status: number, cases: readonly ErrorCase[], schemas: Schemas): JsonSchema {
  const schema = schemas.of(status === 401 ? loginAnswer : errorAnswer, 'output');
  const examples = cases.map(({ when, error }, index) => [
    `${status}-${index + 1}`,
    { summary: when, value: status === 401 ? { output: 'notok', error } : { error } },
  ]);
  const sentences = [...new Set(cases.map(({ when }) => when))];
  return {
    description: `${STATUS_CODES[status] ?? 'Refused'}. ${sentences.join(' ')}`,
    content: { 'application/json': { schema, examples: Object.fromEntries(examples) as JsonSchema } },
  };
}
