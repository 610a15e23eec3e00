/** The instance's chroots: which build roots there are, and what builds in them. */
import type { Engine } from '@kopr/proto';
import { EntitySchema, type EntityManager } from 'typeorm';
import { flag, id, json, long, nullable, text, time } from './column.js';
import { readRow, readRows } from './read.js';

export interface MockChrootRow {
  id: number;
  name: string;
  engine: Engine;
  image: string | null;
  mockConfig: string | null;
  branch: string;
  active: boolean;
  comment: string;
  extraRepos: string[];
  /** When its end of life was told; it is not active any more then. */
  eolAt: Date | null;
}

export const MockChrootEntity = new EntitySchema<MockChrootRow>({
  name: 'mock_chroot',
  tableName: 'mock_chroots',
  columns: {
    id,
    name: text('name'),
    engine: text('engine'),
    image: text('image', nullable),
    mockConfig: text('mock_config', nullable),
    branch: text('branch'),
    active: flag('active'),
    comment: long('comment'),
    extraRepos: json('extra_repos'),
    eolAt: time('eol_at', nullable),
  },
});

/** The chroots that builds may be submitted for, oldest first. */
export function activeChroots(tx: EntityManager): Promise<MockChrootRow[]> {
  return readRows(tx, MockChrootEntity, 'WHERE active = 1 ORDER BY id', []);
}

/** All chroots, oldest first. */
export function allChroots(tx: EntityManager): Promise<MockChrootRow[]> {
  return tx.find(MockChrootEntity, { order: { id: 'ASC' } });
}

/** The chroot of this name, active or not. */
export function findChroot(tx: EntityManager, name: string): Promise<MockChrootRow | null> {
  return readRow(tx, MockChrootEntity, 'WHERE name = ?', [name]);
}

/** Adds a chroot or changes one. */
export function saveChroot(
  tx: EntityManager,
  row: Omit<MockChrootRow, 'id'> & { id?: number },
): Promise<MockChrootRow> {
  return tx.save(MockChrootEntity, row);
}
