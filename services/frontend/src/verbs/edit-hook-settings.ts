/** Changes what a project wants of its webhooks. Its key is kept sealed, and nobody is ever shown it. */
import { randomBytes } from 'node:crypto';
import { readKeyring, seal } from '@kopr/shared/sealed';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { changeHookSettings, signingKeyOf } from '../store/hook-settings.js';

/** What is given is changed. */
export interface HookSettings {
  /** Empty: none, so that deliveries are signed with the secret. */
  readonly signingKey?: string;
  readonly signedOnly?: boolean;
}

const MIN_CHARS = 8;
const MAX_CHARS = 255;

/** Rights were checked by the caller. */
export async function editHookSettings(
  { db, config }: Deps,
  projectId: number,
  { signingKey: key, ...rest }: HookSettings,
): Promise<void> {
  if (key === undefined) return changeHookSettings(db.manager, projectId, rest);
  const wrong = key === '' ? undefined : whyNotKey(key);
  if (wrong !== undefined) refuse('invalid', `signing_key: ${wrong}`);
  const sealedKey = key === '' ? null : seal(readKeyring(config.sealingKeys), key, signingKeyOf(projectId));
  await changeHookSettings(db.manager, projectId, { ...rest, sealedKey });
}

/** A key that nobody can guess, to be pasted at the forge: made as GitLab wants its signing tokens, and good anywhere. */
export function newSigningKey(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function whyNotKey(key: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key is made of letters, digits and signs of ASCII, without spaces.';
  return key.length >= MIN_CHARS && key.length <= MAX_CHARS
    ? undefined
    : `A key has ${MIN_CHARS} to ${MAX_CHARS} characters.`;
}
