import { expect } from 'chai';
import { silentLog } from '@kopr/shared/log';
import { freshDatabase } from '@kopr/shared/testkit';
import { openStore } from '../src/store/open.js';
import { findRecipient, learnRecipient } from '../src/store/recipients.js';

const said = (email: string, at: string) => ({
  user: 'alice',
  email,
  wantsMail: true,
  active: true,
  admin: false,
  saidAt: new Date(`2026-01-01T${at}:00Z`),
});

describe('recipients', () => {
  it('keep what was said last, in whatever order it is heard', async () => {
    await using database = await freshDatabase();
    const db = await openStore(database.url, silentLog());
    for (const news of [said('b@x.org', '12:01'), said('a@x.org', '12:00'), said('c@x.org', '12:02')])
      await learnRecipient(db.manager, news);
    await learnRecipient(db.manager, said('b@x.org', '12:01'));
    expect(await findRecipient(db, 'alice')).to.deep.equal(said('c@x.org', '12:02'));
    expect(await findRecipient(db, 'Alice')).to.equal(undefined);
    await db.destroy();
  });
});
