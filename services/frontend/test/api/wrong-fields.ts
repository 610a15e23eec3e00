/**
 * Requests to one operation of the API in which exactly one thing is wrong: each part of its path, each argument of its
 * query, each field of its body under each of its names, and who asks. No chance, so nothing is left out.
 */
import { fieldsOf, OPERATIONS, type Operation, type Parameter } from './description.js';
import type { ExampleWorld } from './example-world.js';
import type { RawRequest } from './raw.js';
import { encoded, exampleBody, RIGHT } from './wrong-requests.js';
import { multipart, part, type Sent } from './wrong-values.js';

type Fields = Readonly<Record<string, unknown>>;

/** A request, and what is wrong with it. */
export interface WrongRequest {
  readonly what: string;
  readonly request: RawRequest;
  /** It must not succeed, whatever else it is answered. */
  readonly refused: boolean;
  /** The status that it must be answered, where only one will do. */
  readonly status?: number;
}

/** What a request is made of. */
interface Parts {
  readonly path: Fields;
  readonly query: Fields;
  readonly body: unknown;
  readonly auth: string | undefined;
}

type Changed = readonly [what: string, changed: Partial<Parts>, refused?: boolean];

const CONTROL = 'a\u0000b\u001b[31m';
/** Longer than any name, address or line may be. */
const LONG = 'x'.repeat(3000);
const IN_ADDRESS = {
  'no number': 'abc',
  'a list': '[]',
  'an object': '{}',
  negative: '-1',
  'too long': LONG,
  'control character': CONTROL,
};
const IN_BODY = {
  missing: undefined,
  true: true,
  'a number': -7,
  'a list': [['x'], { a: 1 }],
  'an object': { a: [1] },
  'a word': '~nothing of the kind~',
  'control character': CONTROL,
  'control character in a list': ['x', CONTROL],
};
const BODIES = { 'a list': [], 'a text': 'x', 'nothing at all': null, 'a number': 7, 'an empty object': {} };

/** All of them, for this world. */
export function wrongRequests(verb: string, path: string, operation: Operation, world: ExampleWorld): WrongRequest[] {
  const right: Parts = {
    path: valuesIn('path', operation, world),
    query: valuesIn('query', operation, world),
    body: operation.requestBody ? exampleBody(operation, world).base : undefined,
    auth: world.jane,
  };
  const changes: readonly Changed[] = [
    ...wrongPaths(operation, right),
    ...wrongQueries(operation, right),
    ...(operation.deprecated ? [] : wrongBodies(operation, right)),
    othersThings(operation, world, right),
  ];
  const wrong = changes.map(([what, changed, refused = false]) => ({
    ...{ what, refused },
    request: requestOf(verb, path, operation, { ...right, ...changed }),
  }));
  const callers = wrongCallers(operation, world).map(([what, auth]) => ({
    ...{ what, refused: true, status: 401 },
    request: requestOf(verb, path, operation, { ...right, auth }),
  }));
  return [...wrong, ...callers];
}

function valuesIn(place: Parameter['in'], { parameters }: Operation, world: ExampleWorld): Fields {
  const values = parameters
    .filter((parameter) => parameter.in === place && (place === 'path' || parameter.required))
    .map(({ name, example }) => [name, RIGHT[name]?.(world)[0] ?? String(example)] as const);
  return Object.fromEntries(values);
}

function wrongPaths({ parameters }: Operation, { path }: Parts): Changed[] {
  return namesIn('path', parameters).flatMap((name) =>
    Object.entries(IN_ADDRESS).map(([what, value]): Changed => [
      `path ${name}: ${what}`,
      { path: { ...path, [name]: value } },
    ]),
  );
}

function wrongQueries({ parameters }: Operation, { query }: Parts): Changed[] {
  return namesIn('query', parameters).flatMap((name) =>
    Object.entries({ missing: undefined, empty: '', ...IN_ADDRESS }).map(([what, value]): Changed => [
      `query ${name}: ${what}`,
      { query: { ...query, [name]: value } },
    ]),
  );
}

function namesIn(place: Parameter['in'], parameters: readonly Parameter[]): string[] {
  return parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
}

/** Older verbs come to the same handler with the same body, so that these are asked by the newer one only. */
function wrongBodies(operation: Operation, right: Parts): Changed[] {
  const whole = operation.requestBody ? Object.entries(BODIES) : [];
  return [
    ...formsOf(operation, right).flatMap((form) => wrongFields(form)),
    ...whole.map(([what, body]): Changed => [what, { body }]),
  ];
}

/** A body as it should be, where it goes, and the fields that it may have there. */
interface Form {
  readonly path: Fields;
  readonly base: Fields;
  readonly fields: ReadonlyMap<string, object>;
}

/** One form; of packages one for each type of source, where the address says the type. */
function formsOf(operation: Operation, { path, body }: Parts): Form[] {
  const { schema = {} } = Object.values(operation.requestBody?.content ?? {})[0] ?? {};
  const { anyOf } = schema as { anyOf?: readonly (object & { readonly description: string })[] };
  if (operation.requestBody === undefined) return [];
  const base = body as Fields;
  if (anyOf === undefined)
    return [{ path, base, fields: new Map([...Object.keys(base).map(bare), ...ownFields(schema)]) }];
  const types = anyOf.map((form) => ({ form, type: form.description.split(' ').at(-1) ?? '' }));
  return types
    .filter(({ type }) => 'type' in path || type === 'scm')
    .map(({ form, type }) => ({
      path: 'type' in path ? { ...path, type } : path,
      base: { ...base, ...sourceOf(type) },
      fields: new Map(fieldsOf(form)),
    }));
}

function bare(key: string): [string, object] {
  return [key, {}];
}

/** Without the files that come beside them. */
function ownFields(schema: object): [string, object][] {
  const { properties } = schema as { properties?: { json?: object } };
  return fieldsOf(properties?.json ?? schema);
}

/** A source of this type, as builds of it show. */
function sourceOf(type: string): Fields {
  const { requestBody } = OPERATIONS.find(({ path }) => path === `/build/create/${type}`)?.operation ?? {};
  return Object.values(requestBody?.content ?? {})[0]?.example as Fields;
}

/** Nothing takes control characters and endless texts; whether it takes the others depends on the field. */
function wrongFields({ path, base, fields }: Form): Changed[] {
  return [...fields].flatMap(([name, schema]) => {
    const { maxLength = LONG.length } = schema as { maxLength?: number };
    const values = { ...IN_BODY, 'too long': 'x'.repeat(maxLength + 1) };
    return Object.entries(values).map(([what, value]): Changed => [
      `body ${name}: ${what}`,
      { path, body: { ...base, [meantBy(schema) ?? name]: undefined, [name]: value } },
      /^(too long|control)/.test(what) && !isFlag(schema),
    ]);
  });
}

/** The field that this one is another name of. */
function meantBy(schema: object): string | undefined {
  const { description = '' } = schema as { description?: string };
  return /^another name of `(\w+)`$/.exec(description)?.[1];
}

/** All that is not false is true of it. */
function isFlag(schema: object): boolean {
  return 'type' in schema && [schema.type].flat().includes('boolean');
}

/** Everybody may do what needs no token. */
function wrongCallers({ security }: Operation, { expired }: ExampleWorld): [string, string | undefined][] {
  if (security.length === 0) return [];
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  return [
    ['no token', undefined],
    ['a wrong token', basic('nobody:at-all')],
    ['an expired token', expired],
  ];
}

/** The same of Joe's project, in which Jane may do nothing. */
function othersThings({ requestBody }: Operation, { joesBuild }: ExampleWorld, { path, query, body }: Parts): Changed {
  const joes: Fields = { owner: 'joe', ownername: 'joe', id: joesBuild, build_id: joesBuild, builds: [joesBuild] };
  const replaced = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, joes[name] ?? value]));
  const changed = { path: replaced(path), query: replaced(query) };
  return ['of another', requestBody ? { ...changed, body: replaced(body as Fields) } : changed];
}

function requestOf(verb: string, path: string, { requestBody }: Operation, parts: Parts): RawRequest {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(String(parts.path[name])));
  const pairs = Object.entries(parts.query).filter(([, value]) => value !== undefined);
  const query = pairs.map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`).join('&');
  const isForm = requestBody !== undefined && 'multipart/form-data' in requestBody.content;
  const { headers, body } =
    parts.body === undefined ? { headers: {} } : isForm ? asParts(parts.body) : asJson(parts.body);
  return {
    verb,
    address: `/api_3${filled}${query === '' ? '' : `?${query}`}`,
    headers: { ...headers, ...(parts.auth === undefined ? {} : { authorization: parts.auth }) },
    body,
  };
}

function asJson(value: unknown): Sent {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}

/** As clients upload a file. */
function asParts(value: unknown): Sent {
  const file = part('name="pkgs"; filename="hello-1.0-1.src.rpm"', 'bytes');
  return multipart([file, part('name="json"; filename="json"', JSON.stringify(value))]);
}
