/** Columns as TypeORM wants them spelt out: every type explicit, names in snake case, times with milliseconds. */
import type { EntitySchemaColumnOptions, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';

type Column = EntitySchemaColumnOptions;

/** The generated number of a row. */
export const id: Column = { type: 'int', unsigned: true, primary: true, generated: 'increment' };

const of = (type: NonNullable<Column['type']>, name: string, more: Partial<Column> = {}): Column => ({
  name,
  ...more,
  type,
});

/** A number of another row. */
export const ref = (name: string, more?: Partial<Column>): Column => of('int', name, { unsigned: true, ...more });
export const text = (name: string, more?: Partial<Column>): Column => of('varchar', name, more);
export const long = (name: string, more?: Partial<Column>): Column => of('text', name, more);
export const flag = (name: string, more?: Partial<Column>): Column => of('boolean', name, more);
export const integer = (name: string, more?: Partial<Column>): Column => of('int', name, more);
export const json = (name: string, more?: Partial<Column>): Column => of('json', name, more);
export const time = (name: string, more?: Partial<Column>): Column => of('datetime', name, { precision: 3, ...more });

/** For columns that may be NULL. */
export const nullable: Partial<Column> = { nullable: true };

/** Values for a row as TypeORM's types want them: they take any column for a relation, and JSON of unknown shape for none. */
export function valuesOf<Row extends ObjectLiteral>(
  _entity: EntityTarget<Row>,
  values: Partial<Row>,
): QueryDeepPartialEntity<Row> {
  return values;
}
