/**
 * Reading past TypeORM: prepared statements straight to the driver, rows as the entities' types have them. An ORM's query
 * costs several times what the database takes for it, so whatever many ask for is read this way.
 */
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2';
import type { EntityManager, EntitySchema, EntitySchemaColumnOptions } from 'typeorm';

/** What goes in place of a `?`. */
export type Value = string | number | boolean | Date | null;

/** Rows as the driver gives them. In a transaction it is the transaction that reads. */
export async function read<Row>(tx: EntityManager, sql: string, values: readonly Value[]): Promise<Row[]> {
  return execute<Row>(await doorOf(tx), { sql, values: [...values] });
}

/** Writes one row; answers its number. Bytes go as they are, where TypeORM would make digits of them, twice as many. */
export async function write(tx: EntityManager, sql: string, values: readonly (Value | Buffer)[]): Promise<number> {
  const header: unknown = await execute(await doorOf(tx), { sql, values: [...values] });
  return (header as { insertId: number }).insertId;
}

/** Rows of joined entities, each below its alias. */
export async function readJoined<Row>(tx: EntityManager, sql: string, values: readonly Value[]): Promise<Row[]> {
  return execute<Row>(await doorOf(tx), { sql, values: [...values], nestTables: true });
}

/** Rows of one entity: all its columns of what `rest` says (`WHERE …`, `ORDER BY …`). */
export async function readRows<Row extends object>(
  tx: EntityManager,
  entity: EntitySchema<Row>,
  rest: string,
  values: readonly Value[],
): Promise<Row[]> {
  const { columns, table, settle } = shapeOf(entity);
  const rows = await read<Row>(tx, `SELECT ${columns('t')} FROM ${table} t ${rest}`, values);
  rows.forEach(settle);
  return rows;
}

/** The first of them. */
export async function readRow<Row extends object>(
  tx: EntityManager,
  entity: EntitySchema<Row>,
  rest: string,
  values: readonly Value[],
): Promise<Row | null> {
  const [row] = await readRows(tx, entity, `${rest} LIMIT 1`, values);
  return row ?? null;
}

/** A table of one column `id`, to be joined: one statement for any number of ids. Takes `JSON.stringify(ids)` as its value. */
export const IDS = "JSON_TABLE(?, '$[*]' COLUMNS (id INT UNSIGNED PATH '$'))";

/** How an entity is selected, and its rows made what its type says. */
export interface Shape<Row> {
  readonly table: string;
  /** Its columns, or only some, under its properties' names. */
  columns(alias: string, only?: readonly (keyof Row)[]): string;
  /** Changes a row of the driver in place. */
  settle(this: void, row: object): void;
}

const shapes = new WeakMap<EntitySchema<never>, Shape<never>>();

/** Made once for each entity. */
export function shapeOf<Row extends object>(entity: EntitySchema<Row>): Shape<Row> {
  const known = shapes.get(entity as never) as Shape<Row> | undefined;
  if (known) return known;
  const shape = newShape(entity);
  shapes.set(entity as never, shape);
  return shape;
}

function newShape<Row extends object>({ options }: EntitySchema<Row>): Shape<Row> {
  const all = Object.entries<EntitySchemaColumnOptions | undefined>(options.columns).flatMap(([property, column]) =>
    column && column.select !== false ? [{ property, name: column.name ?? property, type: column.type }] : [],
  );
  const flags = all.filter(({ type }) => type === 'boolean').map(({ property }) => property);
  const jsons = all.filter(({ type }) => type === 'json').map(({ property }) => property);
  return {
    table: options.tableName ?? options.name,
    columns: (alias, only) =>
      all
        .filter(({ property }) => only?.includes(property as keyof Row) ?? true)
        .map(({ property, name }) => `${alias}.${name} AS ${property}`)
        .join(', '),
    settle: (row) => {
      const values = row as Record<string, unknown>;
      for (const flag of flags) if (typeof values[flag] === 'number') values[flag] = values[flag] !== 0;
      for (const json of jsons) if (typeof values[json] === 'string') values[json] = JSON.parse(values[json]);
    },
  };
}

type Door = Pick<Pool | PoolConnection, 'execute'>;

async function doorOf(tx: EntityManager): Promise<Door> {
  if (tx.queryRunner) return (await tx.queryRunner.connect()) as Door;
  return (tx.dataSource.driver as unknown as { pool: Pool }).pool;
}

function execute<Row>(
  door: Door,
  options: { sql: string; values: (Value | Buffer)[]; nestTables?: boolean },
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    // The driver's own promises take a picture of the stack for each statement.
    door.execute<RowDataPacket[]>(options, options.values, (error, rows) => {
      if (error) reject(error);
      else resolve(rows as Row[]);
    });
  });
}
