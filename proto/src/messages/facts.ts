/** Facts that the frontend says about builds, projects and people; anyone may listen. */
import { z } from 'zod';
import { defineMessage } from '../message.js';
import { buildId, chroot, owner, projectRef, reason, round, sourceStage, taskId, taskKind, time } from '../parts.js';

const project = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' };

/** What every fact about a build carries, so that a listener needs to ask nobody. */
const buildFact = z.object({
  build: buildId,
  project: projectRef,
  /** Null for builds that a webhook submitted. */
  user: z.string().max(100).nullable(),
  /** Who caused such a build at a forge, as far as that is known: `gitlab.com:joe`, or an address. Never one of ours. */
  sender: z.string().max(100).nullable().default(null),
  package: z.string().max(255).nullable(),
  /** `[epoch:]version-release`, null while unknown. */
  version: z.string().max(255).nullable(),
});
const fact: z.input<typeof buildFact> = { build: 42, project, user: 'alice', package: 'hello', version: '1.0-1' };

const taskFact = buildFact.extend({
  task: taskId,
  kind: taskKind,
  /** Chroot name, or `srpm-builds` for a source task. */
  chroot: z.string().max(100),
  host: z.string().max(100).nullable(),
  address: z.string().max(100).nullable(),
  at: time,
});
const atTask = {
  task: '42-minidistro-13-x86_64',
  kind: 'rpm',
  chroot: 'minidistro-13-x86_64',
  host: 'local',
  address: null,
  at: '2026-01-01T12:00:02Z',
} as const;

export const taskBegan = defineMessage('task.began', 1, 'A task runs for the first time (once per task).', taskFact, {
  ...fact,
  ...atTask,
});

export const taskEnded = defineMessage(
  'task.ended',
  1,
  'A task that had begun, or failed before it could, is over (once per task).',
  taskFact.extend({ state: z.enum(['succeeded', 'failed', 'canceled']) }),
  { ...fact, ...atTask, state: 'succeeded' },
);

/** Final states of a chroot. */
export const finalState = z.enum(['succeeded', 'failed', 'canceled', 'skipped', 'forked']);

export const chrootEnded = defineMessage(
  'chroot.ended',
  1,
  'A build’s part for one chroot is final.',
  buildFact.extend({ chroot, state: finalState, reason: reason.nullable(), resultUrl: z.url().nullable(), at: time }),
  {
    ...fact,
    chroot: 'minidistro-13-x86_64',
    state: 'succeeded',
    reason: null,
    resultUrl: null,
    at: '2026-01-01T12:00:12Z',
  },
);

export const buildEnded = defineMessage(
  'build.ended',
  1,
  'All parts of a build are final. Said again when its import was asked for anew and came to another end.',
  buildFact.extend({
    state: finalState,
    reason: reason.nullable(),
    /** Where its source failed; null when it did not. */
    stage: sourceStage.nullable().default(null),
    /** How often its import was asked for anew; with the build, it names the fact. */
    round,
    /** The build's page. */
    url: z.url(),
    chroots: z.array(z.object({ chroot, state: finalState, reason: reason.nullable(), resultUrl: z.url().nullable() })),
    submittedAt: time,
    at: time,
  }),
  {
    ...fact,
    state: 'succeeded',
    reason: null,
    url: 'http://localhost:5000/coprs/build/42',
    chroots: [{ chroot: 'minidistro-13-x86_64', state: 'succeeded', reason: null, resultUrl: null }],
    submittedAt: '2026-01-01T12:00:00Z',
    at: '2026-01-01T12:00:12Z',
  },
);

export const projectChanged = defineMessage(
  'project.changed',
  1,
  'A project was made or its settings changed.',
  z.object({ project: projectRef, chroots: z.array(chroot) }),
  { project, chroots: ['minidistro-13-x86_64'] },
);

export const projectDeleted = defineMessage(
  'project.deleted',
  1,
  'A project is gone; its id never comes back, its name may. Said several times when its directories are very many.',
  z.object({ project: projectRef, dirnames: z.array(z.string().max(200)) }),
  { project, dirnames: ['tools'] },
);

export const accessChanged = defineMessage(
  'access.changed',
  1,
  'Who may push where changed. Tokens only as SHA-256.',
  z.object({
    user: owner,
    /** Counts the words about this user: of two, the one with the higher number is newer. */
    revision: z.number().int().min(0).default(0),
    tokens: z.array(
      z.object({ sha256: z.string().length(64), scopes: z.array(z.string().max(64)), expiresAt: time.nullable() }),
    ),
    /** Projects of groups and of others; everybody may push to their own. */
    projects: z.array(z.number().int().positive()),
  }),
  {
    user: 'alice',
    revision: 3,
    tokens: [{ sha256: 'd'.repeat(64), scopes: ['push'], expiresAt: null }],
    projects: [7],
  },
);

const permission = z.enum(['nothing', 'request', 'approved']);
const permissions = z.object({ admin: permission, builder: permission });

export const permissionChanged = defineMessage(
  'permission.changed',
  1,
  'Somebody asked for a permission in a project, or an owner decided about one.',
  z.object({
    project: projectRef,
    /** Whose permissions they are, and who changed them. */
    user: z.string().max(100),
    by: z.string().max(100),
    before: permissions,
    after: permissions,
    /** Users who should know. */
    tell: z.array(z.string().max(100)).max(100),
    /** Where it is decided or seen. */
    url: z.url(),
  }),
  {
    project,
    user: 'bob',
    by: 'bob',
    before: { admin: 'nothing', builder: 'nothing' },
    after: { admin: 'nothing', builder: 'request' },
    tell: ['alice'],
    url: 'http://localhost:5000/coprs/alice/tools/',
  },
);

export const userChanged = defineMessage(
  'user.changed',
  1,
  'A user was made, or the address, the wish for mail or the office changed.',
  z.object({
    user: z.string().max(100),
    email: z.email().nullable(),
    wantsMail: z.boolean(),
    active: z.boolean(),
    /** Whether the user looks after this instance. */
    admin: z.boolean().default(false),
  }),
  { user: 'alice', email: 'alice@example.org', wantsMail: true, active: true },
);

const alarm = z.object({
  service: z.string().max(64),
  /** A stable word: `disk-full`, `signer-away`, … */
  alarm: z.string().max(64),
  text: reason,
  at: time,
});
const ringing = {
  service: 'repo-publisher',
  alarm: 'disk-full',
  text: 'results: 1 % free',
  at: '2026-01-01T12:00:00Z',
};

export const serviceAlarmed = defineMessage(
  'service.alarmed',
  1,
  'A service cannot do all of its work.',
  alarm,
  ringing,
);
export const serviceEased = defineMessage('service.eased', 1, 'An alarm is over.', alarm, ringing);
