/** Changes what a project wants of its webhooks. */
import { randomBytes } from 'node:crypto';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { changeHookSettings, type HookSettingsRow } from '../store/hook-settings.js';

const MIN_CHARS = 8;
const MAX_CHARS = 255;

/** An empty key is none: then deliveries are signed with the secret. Rights were checked by the caller. */
export async function editHookSettings(
  { db }: Deps,
  projectId: number,
  { signingKey, ...rest }: Partial<Omit<HookSettingsRow, 'projectId'>>,
): Promise<void> {
  const key = signingKey === '' ? null : signingKey;
  const wrong = typeof key === 'string' ? whyNotKey(key) : undefined;
  if (wrong !== undefined) refuse('invalid', `signing_key: ${wrong}`);
  await changeHookSettings(db.manager, projectId, { ...rest, ...(key === undefined ? {} : { signingKey: key }) });
}

/** A key that nobody can guess, to be pasted at the forge. */
export function newSigningKey(): string {
  return randomBytes(32).toString('base64url');
}

function whyNotKey(key: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key is made of letters, digits and signs of ASCII, without spaces.';
  return key.length >= MIN_CHARS && key.length <= MAX_CHARS
    ? undefined
    : `A key has ${MIN_CHARS} to ${MAX_CHARS} characters.`;
}
