/** Other names under which clients send fields: kept in tables, which bodies are read by and described from. */
import { z } from 'zod';

/** The field that is meant, by the other name. */
export type Aliases = Readonly<Record<string, string>>;

/** A form with the other names of its fields beside them: for the API's description alone. */
export function withAliasFields(form: z.ZodObject, aliases: Aliases): z.ZodObject {
  const known = Object.entries(aliases).filter(([, name]) => name in form.shape);
  return form.extend(Object.fromEntries(known.map(([alias, name]) => [alias, aliasField(form, name)])));
}

/** It takes what the field takes. */
function aliasField({ shape }: z.ZodObject, name: string): z.ZodType {
  const description = `another name of \`${name}\``;
  return z
    .unknown()
    .optional()
    .meta({ ...metaOf(shape[name]), examples: undefined, description, deprecated: true });
}

/** What is told of a field lies on the schema of what is sent, before anything is read of it. */
function metaOf(field: unknown): Readonly<Record<string, unknown>> {
  if (field instanceof z.ZodPipe) return metaOf(field.in);
  return field instanceof z.ZodType ? (field.meta() ?? {}) : {};
}
