/** What a project wants of its webhooks, and knows of their senders. */
import { EntitySchema, IsNull, Not, type EntityManager } from 'typeorm';
import { flag, long, nullable, ref } from './column.js';
import { read } from './read.js';

export interface HookSettingsRow {
  projectId: number;
  /** What deliveries are signed with, sealed; null: with the secret of the hooks' addresses. */
  sealedKey: string | null;
  /** Whether unsigned ones are refused. */
  signedOnly: boolean;
}

export const HookSettingsEntity = new EntitySchema<HookSettingsRow>({
  name: 'hook_settings',
  tableName: 'hook_settings',
  columns: {
    projectId: ref('project_id', { primary: true }),
    sealedKey: long('signing_key', nullable),
    signedOnly: flag('signed_only'),
  },
});

/** What a project's key is sealed with, so that it opens for no other project. */
export const signingKeyOf = (projectId: number): string => `project ${projectId} signing-key`;

/** A living project as its webhooks need it. */
export interface HookProject extends HookSettingsRow {
  readonly owner: string;
  readonly name: string;
  readonly webhookSecret: string | null;
}

const SELECT = `SELECT p.id AS projectId, p.owner, p.name, p.webhook_secret AS webhookSecret,
    s.signing_key AS sealedKey, COALESCE(s.signed_only, 0) AS signedOnly
  FROM projects p LEFT JOIN hook_settings s ON s.project_id = p.id WHERE p.living = 1 AND`;

/** The living project of this number. */
export function hookProject(tx: EntityManager, projectId: number): Promise<HookProject | undefined> {
  return found(read<Found>(tx, `${SELECT} p.id = ?`, [projectId]));
}

/** The living project of this owner and name. */
export function hookProjectNamed(tx: EntityManager, owner: string, name: string): Promise<HookProject | undefined> {
  return found(read<Found>(tx, `${SELECT} p.owner = ? AND p.name = ?`, [owner, name]));
}

/** Changes what is given. */
export async function changeHookSettings(
  tx: EntityManager,
  projectId: number,
  change: Partial<Omit<HookSettingsRow, 'projectId'>>,
): Promise<void> {
  const known = await tx.findOneBy(HookSettingsEntity, { projectId });
  await tx.save(HookSettingsEntity, { sealedKey: null, signedOnly: false, ...known, projectId, ...change });
}

/** Forgets them, with the key. */
export async function dropHookSettings(tx: EntityManager, projectId: number): Promise<void> {
  await tx.delete(HookSettingsEntity, { projectId });
}

/** The keys of all projects that have one. */
export async function sealedKeys(tx: EntityManager): Promise<{ projectId: number; sealedKey: string }[]> {
  const rows = await tx.findBy(HookSettingsEntity, { sealedKey: Not(IsNull()) });
  return rows.flatMap(({ projectId, sealedKey }) => (sealedKey === null ? [] : [{ projectId, sealedKey }]));
}

/** Seals one anew, unless another was set meanwhile. */
export async function replaceSealedKey(
  tx: EntityManager,
  was: Pick<HookSettingsRow, 'projectId' | 'sealedKey'>,
  sealedKey: string,
): Promise<void> {
  await tx.update(HookSettingsEntity, was, { sealedKey });
}

type Found = Omit<HookProject, 'signedOnly'> & { readonly signedOnly: number };

async function found(rows: Promise<Found[]>): Promise<HookProject | undefined> {
  const [row] = await rows;
  return row && { ...row, signedOnly: Boolean(row.signedOnly) };
}
