/** Adds a chroot to the instance, or changes what is given of one. Chroots are data: any name may use either engine. */
import { branchOf, parseChrootName } from '@kopr/shared/domain';
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { findChroot, saveChroot, type MockChrootRow } from '../store/chroots.js';

/** What may be set; what is left out keeps its value. */
export type ChrootWish = { readonly name: string } & Partial<Omit<MockChrootRow, 'id' | 'name'>>;

/** The chroot as it is afterwards. */
export async function alterChroot(deps: Deps, wish: ChrootWish): Promise<MockChrootRow> {
  if (!parseChrootName(wish.name)) {
    refuse('invalid', `'${wish.name}' is not a chroot's name: <distribution>-<version>-<architecture>`);
  }
  return transact(deps.db, async (tx) => {
    const known = await findChroot(tx, wish.name);
    const row = { ...(known ?? blank(wish.name)), ...wish };
    if (row.engine === 'rpmbuild' && row.image === null) refuse('invalid', 'the rpmbuild engine needs an image');
    if (row.engine === 'mock' && row.mockConfig === null) row.mockConfig = row.name;
    return saveChroot(tx, row);
  });
}

function blank(name: string): Omit<MockChrootRow, 'id'> {
  return {
    name,
    engine: 'mock',
    image: null,
    mockConfig: null,
    branch: branchOf(name),
    active: true,
    comment: '',
    extraRepos: [],
    eolAt: null,
  };
}
