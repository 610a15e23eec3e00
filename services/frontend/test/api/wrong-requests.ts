/** Requests to one operation of the API, mostly nearly right: from its description, with some things wrong. */
import fc, { type Arbitrary } from 'fast-check';
import { fieldsOf, type Operation, type Parameter } from './description.js';
import type { ExampleWorld } from './example-world.js';
import type { RawRequest } from './raw.js';
import { asForm, asJson, brokenBody, wrongJson, wrongText, type Sent } from './wrong-values.js';

type Fields = Readonly<Record<string, unknown>>;

/** Requests to `verb` and `path` in this world. */
export function requestsTo(
  verb: string,
  path: string,
  operation: Operation,
  world: ExampleWorld,
): Arbitrary<RawRequest> {
  return fc
    .record({
      verb: fc.oneof(
        { weight: 15, arbitrary: fc.constant(verb) },
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
      ),
      address: addresses(path, operation, world),
      auth: authorizations(world),
      sent: operation.requestBody
        ? bodies(operation, world)
        : fc.oneof({ weight: 4, arbitrary: fc.constant<Sent>({ headers: {} }) }, brokenBody),
    })
    .map(({ sent, auth, ...rest }) => ({ ...rest, body: sent.body, headers: { ...sent.headers, ...auth } }));
}

function addresses(path: string, { parameters }: Operation, world: ExampleWorld): Arbitrary<string> {
  const arbitrariesOf = (place: 'path' | 'query') =>
    parameters.filter((parameter) => parameter.in === place).map((one) => [one.name, valueOf(one, world)] as const);
  return fc
    .record({
      inPath: fc.record(Object.fromEntries(arbitrariesOf('path'))),
      asked: fc.record(Object.fromEntries(arbitrariesOf('query'))),
      more: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, fc.dictionary(wrongText, wrongText, { maxKeys: 2 })),
      end: fc.oneof({ weight: 12, arbitrary: fc.constantFrom('', '/') }, fc.constantFrom('//', '/%00', '/%', '/x')),
    })
    .map(({ inPath, asked, more, end }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(inPath[name] ?? ''));
      const pairs = Object.entries({ ...more, ...asked }).filter(([, value]) => value !== undefined);
      const query = pairs.map(([name, value]) => `${encoded(name)}=${encoded(value ?? '')}`).join('&');
      return `/api_3${filled}${end}${query === '' ? '' : `?${query}`}`;
    });
}

/** Most often the right one; of another's, nobody's or no such thing; or none. */
function valueOf(parameter: Parameter, world: ExampleWorld): Arbitrary<string | undefined> {
  const { name, required, example } = parameter;
  const right = RIGHT[name]?.(world) ?? (example === undefined ? [] : [String(example)]);
  return fc.oneof(
    ...(right.length === 0 ? [] : [{ weight: 12, arbitrary: fc.constantFrom(...right) }]),
    { weight: 2, arbitrary: wrongText },
    { weight: parameter.in === 'path' ? 0 : required ? 1 : 9, arbitrary: fc.constant(undefined) },
  );
}

/** Values that exist, by the name of the parameter or field: Jane's first, for she asks most often. */
export const RIGHT: Readonly<Record<string, (world: ExampleWorld) => readonly string[]>> = {
  owner: () => ['jane', 'jane', '@devel', 'joe'],
  ownername: () => ['jane', 'jane', '@devel', 'joe'],
  id: ({ build, joesBuild }) => [String(build), String(build), String(joesBuild)],
  build_id: ({ build, joesBuild }) => [String(build), String(build), String(joesBuild)],
  limit: () => ['0', '1', '100'],
  offset: () => ['0', '1'],
  order: () => ['id', 'name'],
  order_type: () => ['ASC', 'DESC'],
};

function authorizations({ jane, joe, admin, expired }: ExampleWorld): Arbitrary<Record<string, string>> {
  const header = (authorization: string) => ({ authorization });
  const basic = (text: string) => header(`Basic ${Buffer.from(text).toString('base64')}`);
  return fc.oneof(
    { weight: 10, arbitrary: fc.constant(header(jane)) },
    { weight: 3, arbitrary: fc.constantFrom(header(joe), header(admin), header(expired), {}) },
    fc.constantFrom(
      ...['Basic', 'Basic ', 'Basic !!!', 'Basic  x', 'Bearer x', 'x', ' ', `Basic ${'A'.repeat(4000)}`].map(header),
      ...[':', 'a:', ':b', 'a:b:c', '\u0000:\u0000', `${'a'.repeat(500)}:b`, 'ž:ž'].map(basic),
      { cookie: 'session=x' },
      { cookie: `session=${'a'.repeat(43)}` },
      { cookie: ';=;;session' },
      { ...header(jane), origin: 'https://elsewhere.example.org' },
    ),
  );
}

/** The example of the body with some keys changed, dropped or added; sometimes no such thing at all. */
function bodies(operation: Operation, world: ExampleWorld): Arbitrary<Sent> {
  const { base, fields: known } = exampleBody(operation, world);
  const changes = fc.dictionary(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom('ownername', ...known.keys()) }, wrongText),
    fc.oneof({ weight: 5, arbitrary: wrongJson }, fc.constant(undefined)),
    { maxKeys: 3 },
  );
  const fields = changes.map((changed) => withoutUndefined({ ...base, ...changed }));
  return fc.oneof(
    { weight: 10, arbitrary: fields.chain(asJson) },
    { weight: 3, arbitrary: fields.chain(asForm) },
    { weight: 1, arbitrary: wrongJson.chain(asJson) },
    { weight: 2, arbitrary: brokenBody },
  );
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A body as it should be, and all fields that it may have, by name. */
export function exampleBody(
  { requestBody }: Operation,
  world: Pick<ExampleWorld, 'build'>,
): { base: Fields; fields: ReadonlyMap<string, object> } {
  const { example = {}, schema = {} } = Object.values(requestBody?.content ?? {})[0] ?? {};
  const own = 'json' in (example as Fields) ? (example as { json: Fields }).json : (example as Fields);
  const keys = Object.keys(own).map((key) => [key, {}] as const);
  const fields = new Map([...keys, ...fieldsOf(schema)]);
  return { base: { ...own, ...(fields.has('builds') ? { builds: [world.build] } : {}) }, fields };
}

/** As a client would, also what is no text. */
export function encoded(text: string): string {
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}
