/** Values that programs stumble over, and whole bodies of them. */
import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';

/** Texts of all sorts, from plain to hostile. */
export const wrongText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\n',
    'a\u0000b',
    '\u001b[31m',
    '\ud800',
    'x\udfff',
    '\u202e',
    'ž',
    '😀',
    "'",
    '"',
    '\\',
    '%',
  ),
  fc.constantFrom('../..', '@', '@nobody', '@devel', 'None', 'true', 'null', '-1', '0', '1e999', 'NaN', '9'.repeat(20)),
  fc.constantFrom('__proto__', 'constructor', 'toString', '*', '{}', '[]', '$chroot', "' OR 1=1 --", '${7*7}', '{{7}}'),
  fc.constantFrom(
    'hello:custom:x',
    'hello:pr:1',
    'hello:',
    'fedora-latest-x86_64',
    'copr://jane/hello',
    'http://',
    'git::x',
  ),
  fc.constantFrom('a'.repeat(101), 'a'.repeat(300), 'ž'.repeat(2001), 'a b\tc '.repeat(900)),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 30 }),
);

/** JSON values of any type. */
export const wrongJson: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: wrongText },
  fc.constantFrom(null, true, false, 0, -1, 1, 2 ** 31, 2 ** 32, -(2 ** 31) - 1, 1e308, 0.5, Number.MAX_SAFE_INTEGER),
  fc.constantFrom([], {}, [[]], [null], [{}], { a: [] }, Array<string>(1500).fill('x'), deep(18), deep(300)),
  fc.array(wrongText, { maxLength: 4 }),
  fc.dictionary(wrongText, fc.oneof(wrongText, fc.boolean(), fc.dictionary(wrongText, wrongText)), { maxKeys: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
);

function deep(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A body with the headers that tell what it is, rightly or not. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The fields as JSON, with what else may be said of it. */
export function asJson(fields: unknown): Arbitrary<Sent> {
  const body = Buffer.from(JSON.stringify(fields));
  return fc.constantFrom<Sent>(
    { headers: { 'content-type': JSON_TYPE }, body },
    { headers: { 'content-type': `${JSON_TYPE}; charset=utf-8` }, body },
    { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync(body) },
  );
}

/** The fields as forms: urlencoded and of several parts. */
export function asForm(fields: Readonly<Record<string, unknown>>): Arbitrary<Sent> {
  const pairs = Object.entries(fields).map(
    ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const plain = pairs.map(([key, value]) => part(`name="${quoted(key)}"`, value));
  const json = part('name="json"; filename="json"', JSON.stringify(fields));
  const file = part('name="pkgs"; filename="hello-1.0-1.src.rpm"', 'bytes');
  return fc.constantFrom<Sent>(
    {
      headers: { 'content-type': FORM_TYPE },
      body: Buffer.from(new URLSearchParams(pairs.map((pair) => [...pair])).toString()),
    },
    multipart([...plain]),
    multipart([file, json]),
    multipart([json]),
    multipart([file, ...plain]),
  );
}

/** Bodies that are broken, or not what their headers say. */
export const brokenBody: Arbitrary<Sent> = fc.constantFrom<Sent>(
  { headers: {} },
  { headers: { 'content-type': JSON_TYPE } },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.from('{"name": ') },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.from('nope') },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.from([0xff, 0xfe, 0x00]) },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.from('['.repeat(100_000)) },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) },
  { headers: { 'content-type': JSON_TYPE }, body: Buffer.alloc(2_200_000, ' ') },
  { headers: { 'content-type': `${JSON_TYPE}; charset=klingon` }, body: Buffer.from('{}') },
  { headers: { 'content-type': `${JSON_TYPE}; charset=utf-16le` }, body: Buffer.from('{}', 'utf16le') },
  { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }, body: Buffer.from('{}') },
  { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'rot13' }, body: Buffer.from('{}') },
  { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(5_000_000)) },
  { headers: { 'content-type': FORM_TYPE }, body: Buffer.from('a=1&'.repeat(2000)) },
  { headers: { 'content-type': FORM_TYPE }, body: Buffer.from('%=%ff&&&=&__proto__=1') },
  { headers: { 'content-type': 'multipart/form-data' }, body: Buffer.from('x') },
  { headers: { 'content-type': 'multipart/form-data; boundary=' }, body: Buffer.from('x') },
  { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: Buffer.from('--b\r\n') },
  { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: Buffer.from('no boundary in here') },
  { headers: { 'content-type': 'multipart/form-data; boundary=b' } },
  multipart([part('name="json"; filename="json"', '{broken')]),
  multipart([part('name="json"; filename="json"', '[]')]),
  multipart([part('name="json"', '"text"'), part('name="json"; filename="json"', 'null')]),
  multipart([part('name="pkgs"', 'no file')]),
  multipart([part('filename="x.src.rpm"', 'no name')]),
  multipart([part('name="pkgs"; filename="../../etc/passwd"', ''), part('name="__proto__"', 'x')]),
  multipart(Array.from({ length: 300 }, (_, index) => part(`name="f${index}"`, 'x'))),
  { headers: { 'content-type': 'text/plain' }, body: Buffer.from('{}') },
  { headers: { 'content-type': '///' }, body: Buffer.from('{}') },
);

/** A form of several parts. */
export function multipart(parts: readonly string[]): Sent {
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=kopr-test' },
    body: Buffer.from(`${parts.map((text) => `--kopr-test\r\n${text}\r\n`).join('')}--kopr-test--\r\n`),
  };
}

/** One part of it. */
export function part(disposition: string, content: string): string {
  return `Content-Disposition: form-data; ${disposition}\r\n\r\n${content}`;
}

function quoted(name: string): string {
  return name.replace(/["\r\n]/g, '');
}
