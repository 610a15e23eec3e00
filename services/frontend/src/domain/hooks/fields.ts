/** Pieces of payloads that several forges have, as schemas: what they need, and nothing that a forge may leave out. */
import { parseUrl } from '@kopr/shared/domain';
import { z } from 'zod';
import type { HookEvent, Reading, ToldEvent } from './event.js';
import { MAX_ADDRESS_CHARS } from './repository.js';

const MAX_NAME_CHARS = 250;

/** A branch or a tag: it becomes an argument of git. */
export const refName = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .regex(/^[^-\p{Cc}\s][^\p{Cc}\s]*$/u, 'is no name of a branch or tag');
/** A commit; some forges tell only its beginning. */
export const commit = z.string().regex(/^([0-9a-f]{7,40}|[0-9a-f]{64})$/, 'is no commit');
/** An address of a repository. */
export const address = z
  .string()
  .max(MAX_ADDRESS_CHARS)
  .regex(/^[^-\p{Cc}\s][^\p{Cc}\s]*$/u, 'is no address');
/** An address that a stranger's branch can be fetched from. */
export const cloneAddress = address
  .regex(/^https?:\/\//, 'is no web address')
  .refine((text) => parseUrl(text) !== undefined, 'is no address');
/** A pull request's number. */
export const number = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

/** What a comment on a pull request must hold to ask for a build. */
const BUILD_WORD = '[copr-build]';

/** Why a comment asks for no build of a pull request; undefined when it does. `open`: the state of one that is. */
export function whyNotAsked(
  text: string | null | undefined,
  { number: id, state }: { readonly number: number; readonly state: string | undefined },
  open: string,
): string | undefined {
  if (text?.includes(BUILD_WORD) !== true) return `a comment without ${BUILD_WORD}`;
  return state === undefined || state === open ? undefined : `a comment on pull request ${id}, which is ${state}`;
}

/** Git's name for no commit: before a branch is made, and after it is deleted. */
export const isNothing = (id: string | null | undefined): boolean => id == null || /^0+$/.test(id);

const paths = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** A list of commits with the paths that each changes. */
export const commits = z
  .array(z.object({ added: paths, modified: paths, removed: paths }))
  .nullish()
  .transform((list) => list ?? []);

/** More are not compared with anything (rules.ts), and need not be kept. */
const ENOUGH_PATHS = 5_001;

/** All paths that the commits change, each once; of very many not all. */
export function pathsOf(list: z.output<typeof commits>): string[] {
  const paths = new Set<string>();
  for (const { added, modified, removed } of list) {
    for (const path of [...added, ...modified, ...removed]) paths.add(path);
    if (paths.size >= ENOUGH_PATHS) break;
  }
  return [...paths].slice(0, ENOUGH_PATHS);
}

/** What stands behind `refs/heads/`, or the name itself. */
export const shortName = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');

/** Why a push brings nothing; undefined when it may bring something. Gitea's tests tell of a commit that is there already. */
export function whyIdle(branch: string, before: string | undefined, after: string): string | undefined {
  if (isNothing(after)) return `${branch} was deleted`;
  if (before === after) return `push to ${branch}: a test delivery, or nothing was pushed`;
  return commit.safeParse(after).success ? undefined : `push to ${branch}, but ${after.slice(0, 64)} is no commit`;
}

/** An event of which nothing is to be built. */
export const other = (why: string): HookEvent => ({ kind: 'other', why });

/** Reads a payload by a schema; what does not fit is named by its path. */
export function reading<S extends z.ZodType>(
  schema: S,
  payload: unknown,
  read: (fields: z.output<S>) => ToldEvent | readonly ToldEvent[],
): Reading {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return { ok: true, events: [read(parsed.data)].flat() };
  const [issue] = parsed.error.issues;
  const where = ['the payload', ...(issue?.path ?? [])].join('.');
  return { ok: false, wrong: `${where} cannot be used: ${issue?.message ?? ''}` };
}
