/** The forges whose webhooks are understood: how each names its events, signs, and counts its deliveries. */
import { readBitbucket } from './bitbucket.js';
import type { Reading } from './event.js';
import { readGitea } from './gitea.js';
import { readGitHub } from './github.js';
import { readGitLab } from './gitlab.js';
import { readPagure } from './pagure.js';

/** A request's headers, by names in small letters. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** Whoever sends deliveries. Of several headers the first that is there counts. */
export interface Sender {
  /** Where the event is named. */
  readonly event: readonly string[];
  /** Where the body is signed: HMAC in hexadecimal digits, SHA-256 unless another algorithm stands before them. */
  readonly signature: readonly string[];
  /** Where the key itself stands instead. */
  readonly token?: string;
  /** It may sign as domain/hooks/standard-webhooks.ts has it. */
  readonly standard?: true;
  /** It chooses the key and always signs: where the project does not know that key, the signature tells nothing. */
  readonly ownKey?: true;
  /** Where the number of the event stands, which stays when the event is sent again. */
  readonly id: readonly string[];
  /** Where that stands in the payload instead. */
  readonly idOf?: (payload: unknown) => unknown;
}

/** A forge, whose payloads are understood. */
export interface Forge extends Sender {
  /** As people know it. */
  readonly name: string;
  readonly read: (event: string, payload: unknown) => Reading;
}

/** Anybody at all: only scripts know what the payload means. */
export const ANYBODY: Sender = {
  event: ['x-github-event', 'x-gitlab-event', 'x-event-key', 'x-forgejo-event', 'x-gitea-event'],
  signature: ['x-hub-signature-256', 'x-hub-signature', 'x-gitea-signature'],
  standard: true,
  id: [
    'x-github-delivery',
    'webhook-id',
    'idempotency-key',
    'x-request-uuid',
    'x-forgejo-delivery',
    'x-gitea-delivery',
  ],
};

/** Every forge, by its part of the hooks' addresses. */
export const FORGES = {
  github: {
    name: 'GitHub',
    event: ['x-github-event'],
    signature: ['x-hub-signature-256', 'x-hub-signature'],
    id: ['x-github-delivery'],
    read: readGitHub,
  },
  gitlab: {
    name: 'GitLab',
    event: ['x-gitlab-event'],
    signature: [],
    token: 'x-gitlab-token',
    standard: true,
    // Not X-Gitlab-Webhook-UUID: that is the hook's own number. The first is signed.
    id: ['webhook-id', 'idempotency-key', 'x-gitlab-event-uuid'],
    read: readGitLab,
  },
  bitbucket: {
    name: 'Bitbucket',
    event: ['x-event-key'],
    signature: ['x-hub-signature'],
    // Not X-Hook-UUID: that is the hook's own number.
    id: ['x-request-uuid'],
    read: readBitbucket,
  },
  gitea: {
    name: 'Gitea',
    event: ['x-gitea-event'],
    signature: ['x-gitea-signature', 'x-hub-signature-256'],
    id: ['x-gitea-delivery'],
    read: readGitea,
  },
  forgejo: {
    name: 'Forgejo',
    event: ['x-forgejo-event', 'x-gitea-event'],
    signature: ['x-forgejo-signature', 'x-gitea-signature', 'x-hub-signature-256'],
    id: ['x-forgejo-delivery', 'x-gitea-delivery'],
    read: readGitea,
  },
  pagure: {
    name: 'Pagure',
    event: ['x-pagure-topic'],
    signature: ['x-pagure-signature-256'],
    ownKey: true,
    id: [],
    idOf: (payload) => (payload as { msg_id?: unknown } | null)?.msg_id,
    read: readPagure,
  },
} as const satisfies Readonly<Record<string, Forge>>;
export type ForgeName = keyof typeof FORGES;

/** Whether a word of an address names a forge. */
export const isForge = (word: string): word is ForgeName => Object.hasOwn(FORGES, word);

/** The first of these headers that is there; empty when none is. */
export function headerOf(headers: Headers, names: readonly string[]): string {
  return names.map((name) => headers[name]).find((value) => value !== undefined) ?? '';
}
