/** zod schemas as JSON Schema. Those with a name go into the description's components, so that each is told once. */
import { z } from 'zod';

/** A schema or a part of one, as JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether the schema is of what clients send, or of what they get. */
type Way = 'input' | 'output';

/** Turns schemas into JSON, and keeps the named ones. */
export interface Schemas {
  of(schema: z.ZodType, way: Way): JsonSchema;
  /** All named schemas that were met so far. */
  readonly named: Readonly<Record<string, JsonSchema>>;
}

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';

/** An empty collection. */
export function openSchemas(): Schemas {
  const named: Record<string, JsonSchema> = {};
  return {
    named,
    of: (schema, way) => {
      const { $defs = {}, id, ...whole } = withSharedRefs(made(schema, way));
      for (const [name, part] of Object.entries($defs as Record<string, JsonSchema>)) named[name] = without('id', part);
      const own = without('$schema', whole);
      if (typeof id !== 'string') return own;
      named[id] = own;
      return { $ref: SHARED + id };
    },
  };
}

function made(schema: z.ZodType, io: Way): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    // Our fields take anything and say what they mean; `unknown` alone is no reason to fail.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => dropNoise(jsonSchema),
  });
}

/** Bounds of JavaScript's numbers, which are no rule of ours; that keys are texts; and that no key may ever be added. */
function dropNoise(schema: Record<string, unknown>): void {
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  delete schema['propertyNames'];
  if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
}

function without(key: string, schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}

function withSharedRefs(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(LOCAL, SHARED) : value,
  ) as JsonSchema;
}
