/** Goes through what is due a page at a time, each page after the last one's end, then from the beginning again. */

/** Rows that a page brought; `more`: there may be others behind them. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** Rows by their order, only those after `last`, or from the first; no more than `limit`. */
export type ReadPage<Row> = (last: Row | undefined, limit: number) => Promise<Row[]>;

/**
 * Reads the next page each time it is called. What fails stays due: were the first rows always taken, some that fail for
 * ever would keep all behind them waiting.
 */
export function inTurn<Row>(read: ReadPage<Row>, limit: number): () => Promise<Page<Row>> {
  let last: Row | undefined;
  return async () => {
    const rows = await read(last, limit);
    const more = rows.length === limit;
    last = more ? rows.at(-1) : undefined;
    return { rows, more };
  };
}
