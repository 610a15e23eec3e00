/**
 * Writes every message as JSON Schema to proto/schemas/<type>.v<version>.json, for those who listen in another language.
 * With --check it writes nothing and fails when a file differs, is missing or belongs to no message.
 *
 *   node --conditions=source --import tsx scripts/generate-schemas.ts [--check]
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CATALOGUE, envelope, type MessageSpec } from '@kopr/proto';

const FOLDER = join(import.meta.dirname, '../proto/schemas');

function messageText({ type, version, about, body, example }: MessageSpec): string {
  return text(`urn:kopr:${type}:v${version}`, type, about, body, { examples: [example] });
}

function envelopeText(): string {
  return text('urn:kopr:envelope', 'envelope', 'The wrapper of every message on the bus.', envelope);
}

/** Input is what a listener must be ready to accept: fields with defaults may be missing, unknown ones may be there. */
function text($id: string, title: string, description: string, schema: z.ZodType, more: object = {}): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, $id, title, description, ...rest, ...more }, null, 2)}\n`;
}

/** File name to content. */
function wanted(): Map<string, string> {
  const messages = CATALOGUE.map(({ message }): [string, string] => [
    `${message.type}.v${message.version}.json`,
    messageText(message),
  ]);
  return new Map([['envelope.json', envelopeText()], ...messages]);
}

function differences(files: ReadonlyMap<string, string>): string[] {
  const there = readdirSync(FOLDER);
  const stale = there.filter((name) => !files.has(name)).map((name) => `${name} belongs to no message`);
  const changed = [...files]
    .filter(([name, content]) => !there.includes(name) || readFileSync(join(FOLDER, name), 'utf8') !== content)
    .map(([name]) => `${name} is not what the catalogue says`);
  return [...stale, ...changed];
}

function write(files: ReadonlyMap<string, string>): void {
  for (const name of readdirSync(FOLDER)) if (!files.has(name)) rmSync(join(FOLDER, name));
  for (const [name, content] of files) writeFileSync(join(FOLDER, name), content);
}

mkdirSync(FOLDER, { recursive: true });
const files = wanted();
if (process.argv.includes('--check')) {
  const found = differences(files);
  if (found.length > 0) {
    process.stderr.write(`proto/schemas, run scripts/generate-schemas.ts:\n${found.join('\n')}\n`);
    process.exitCode = 1;
  }
} else {
  write(files);
  process.stdout.write(`${files.size} schemas written\n`);
}
