/** Gives a project a token by which its forge is told how commits fare, or takes it away. Nobody is ever shown it. */
import type { StatusForge } from '@kopr/proto';
import { checkUrl } from '@kopr/shared/guard';
import { readKeyring, seal, statusTokenOf } from '@kopr/shared/sealed';
import type { Deps } from '../deps.js';
import type { Config } from '../config.js';
import { refuse } from '../domain/refusal.js';
import { dropStatusToken, writeStatusToken, type StatusTokenRow } from '../store/status-tokens.js';

/** A token as somebody gives it. An empty address: the forge's best-known one. */
export interface NewStatusToken {
  readonly forge: StatusForge;
  readonly address: string;
  readonly token: string;
}

/** The project, and who asks. */
interface Asked {
  readonly projectId: number;
  readonly by: string;
}

const MIN_CHARS = 8;
const MAX_CHARS = 1000;
const MAX_ADDRESS_CHARS = 500;
const USUAL: Readonly<Partial<Record<StatusForge, string>>> = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
};

/** Seals and keeps it, in place of the one before. Rights were checked by the caller. */
export async function keepStatusToken(deps: Deps, { projectId, by }: Asked, given: NewStatusToken): Promise<void> {
  const { db, config, now, log } = deps;
  const { forge, token } = given;
  const wrong = whyNotToken(token);
  if (wrong !== undefined) refuse('invalid', `token: ${wrong}`);
  const address = addressOf(given, config);
  const sealed = seal(readKeyring(config.sealingKeys), token, statusTokenOf(projectId, forge, address));
  const row: StatusTokenRow = {
    projectId,
    forge,
    address,
    sealed,
    setBy: by,
    setAt: now(),
    usedAt: null,
    refusal: null,
  };
  await writeStatusToken(db.manager, row);
  log.info('a project’s status token was set', { project: projectId, by, forge, address });
}

/** From then on nobody is told. Rights were checked by the caller. */
export async function removeStatusToken({ db, log }: Deps, { projectId, by }: Asked): Promise<void> {
  await dropStatusToken(db.manager, projectId);
  log.info('a project’s status token was removed', { project: projectId, by });
}

function whyNotToken(token: string): string | undefined {
  if (!/^[\x21-\x7e]*$/.test(token)) return 'A token is made of letters, digits and signs of ASCII, without spaces.';
  return token.length >= MIN_CHARS && token.length <= MAX_CHARS
    ? undefined
    : `A token has ${MIN_CHARS} to ${MAX_CHARS} characters.`;
}

/** In the one form in which repositories are held against it. Where it leads is judged when something is sent there. */
function addressOf({ forge, address }: NewStatusToken, config: Config): string {
  const text = address === '' ? (USUAL[forge] ?? '') : address;
  if (text === '') refuse('invalid', 'address: The address of the forge is needed.');
  const schemes = config.allowPrivateForges ? (['http', 'https'] as const) : (['https'] as const);
  const check = checkUrl(text, { allowPrivate: config.allowPrivateForges, schemes });
  if (!check.ok) refuse('invalid', `address: ${check.problem}.`);
  const { origin, pathname, search, hash } = check.url;
  const whole = `${origin}${pathname}`.replace(/\/+$/, '');
  if (search !== '' || hash !== '' || whole.length > MAX_ADDRESS_CHARS)
    refuse('invalid', 'address: The address of a forge is short, and has no ? or #.');
  if (forge === 'github' && whole !== origin)
    refuse('invalid', `address: GitHub is wanted, not a repository of it: ${origin}.`);
  return whole;
}
