/** Long lists, sent while they are read. */
import { listObject, takeOf, type Page } from './pages.js';
import { inPieces } from './pieces.js';

/** So many are held at once, however many are wanted. */
const AT_ONCE = 500;

/** What is read of a page slice by slice, until a slice is not full. */
export async function* slices<Item>(
  page: Page,
  read: (slice: { limit: number; offset: number }) => Promise<readonly Item[]>,
): AsyncGenerator<readonly Item[]> {
  const end = page.offset + (takeOf(page) ?? Infinity);
  for (let offset = page.offset; offset < end; offset += AT_ONCE) {
    const limit = Math.min(AT_ONCE, end - offset);
    const items = await read({ limit, offset });
    yield items;
    if (items.length < limit) return;
  }
}

/** A list whose items come in batches. One that is whole in its first batch is sent like any other answer. */
export async function listInPieces<Item>(
  page: Page,
  batches: AsyncGenerator<readonly Item[]>,
  object: (item: Item) => object,
): Promise<object> {
  const first = await batches.next();
  if (first.done) return listObject([], page);
  const second = await batches.next();
  if (second.done) return listObject(first.value.map(object), page);
  return inPieces(pieces(page, [...first.value, ...second.value], batches, object));
}

async function* pieces<Item>(
  page: Page,
  begun: readonly Item[],
  rest: AsyncIterable<readonly Item[]>,
  object: (item: Item) => object,
): AsyncGenerator<string> {
  const written = (batch: readonly Item[]) => batch.map((item) => JSON.stringify(object(item))).join(',');
  yield `{"items":[${written(begun)}`;
  for await (const batch of rest) if (batch.length > 0) yield `,${written(batch)}`;
  yield `],"meta":${JSON.stringify(listObject([], page).meta)}}\n`;
}
