/** What forges are to be told about the builds that their webhooks set off. */
import { z } from 'zod';
import { defineMessage } from '../message.js';
import { buildId, projectRef, reason, time } from '../parts.js';

/** Forges that take statuses of commits, by their API: Forgejo has that of Gitea. */
export const statusForge = z.enum(['github', 'gitlab', 'gitea']);
export type StatusForge = z.output<typeof statusForge>;

/** How a build stands, as people want to know it. */
export const statusState = z.enum(['pending', 'running', 'succeeded', 'failed', 'canceled']);
export type StatusState = z.output<typeof statusState>;

export const statusRequested = defineMessage(
  'status.requested',
  1,
  'The forge that a build’s sources come from is to be told how the build stands.',
  z.object({
    build: buildId,
    project: projectRef,
    /** Counts the words about this build from 1: of two, the one with the higher number is newer. */
    number: z.number().int().positive(),
    forge: statusForge,
    /** The forge as people reach it. */
    address: z.url().max(500),
    /** `owner/name`, below that address. */
    repository: z
      .string()
      .regex(/^[\w.~-]+(\/[\w.~-]+)+$/)
      .max(255),
    commit: z.string().regex(/^[0-9a-f]{7,64}$/),
    /** The same for all words about a package’s builds of a commit, so that the newest one is shown. */
    context: z.string().min(1).max(255),
    state: statusState,
    description: z.string().max(255),
    /** The build’s page. */
    url: z.url(),
    /** Sealed for this project, forge and address. */
    token: z.string().max(4096),
    at: time,
  }),
  {
    build: 42,
    project: { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' },
    number: 1,
    forge: 'github',
    address: 'https://github.com',
    repository: 'octo/hello',
    commit: '0123456789abcdef0123456789abcdef01234567',
    context: 'kopr/alice/tools/hello',
    state: 'pending',
    description: 'Waits for its turn',
    url: 'http://localhost:5000/coprs/build/42',
    token: 'sealed.2026.bm90IGEgdG9rZW4',
    at: '2026-01-01T12:00:00Z',
  },
);

export const statusEnded = defineMessage(
  'status.ended',
  1,
  'A forge was told how a build stands, or never will be: it refuses, or was away for too long.',
  z.object({
    build: buildId,
    projectId: z.number().int().positive(),
    /** Which of the words about the build. */
    number: z.number().int().positive(),
    forge: statusForge,
    address: z.url().max(500),
    /** Why it was not told; null when it was. */
    refusal: reason.nullable(),
    at: time,
  }),
  {
    build: 42,
    projectId: 7,
    number: 1,
    forge: 'github',
    address: 'https://github.com',
    refusal: 'github.com answered 401: Bad credentials',
    at: '2026-01-01T12:00:01Z',
  },
);
