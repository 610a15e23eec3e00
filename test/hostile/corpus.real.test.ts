/** Acceptance: whatever evil file comes, it is refused with the right reason or becomes plain data, and leaves no mark. */
import type { Item } from './kit/item.js';
import { type House, openHouse } from './kit/house.js';
import { BOMBS } from './items/bombs.js';
import { COUNTS } from './items/counts.js';
import { HEADERS } from './items/headers.js';
import { KINDS } from './items/kinds.js';
import { LINKS } from './items/links.js';
import { NAMES } from './items/names.js';
import { SIZES } from './items/sizes.js';
import { SPECS } from './items/specs.js';
import { TEXTS } from './items/texts.js';
import { TRUNCATED } from './items/truncated.js';

const CORPUS: Readonly<Record<string, readonly Item[]>> = {
  'file names': NAMES,
  'links and devices': LINKS,
  'lying sizes': SIZES,
  bombs: BOMBS,
  'too many of something': COUNTS,
  'broken structures': HEADERS,
  'what is no source package': KINDS,
  'texts of the header': TEXTS,
  specs: SPECS,
  'truncated packages': TRUNCATED,
};

for (const [kind, items] of Object.entries(CORPUS)) {
  describe(`the hostile corpus: ${kind}`, () => {
    let house: House;
    before(async () => (house = await openHouse()));
    after(() => house[Symbol.asyncDispose]());
    for (const item of items) {
      it(`${'refused' in item.ends ? 'refuses' : 'imports as plain data'}: ${item.title}`, () => house.take(item));
    }
    it('changes nothing for the good package that comes next', () => house.holdGood());
  });
}
