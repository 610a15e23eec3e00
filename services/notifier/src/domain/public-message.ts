/** The messages that listeners outside the house get: Copr's topics, as `copr-messaging` and `fedora-messaging` expect them. */
import type { Body } from '@kopr/proto';
import { factUuid } from './fact-uuid.js';

/** Copr's numbers for a task's state (the contract's table of states); a cancelled task is told as a failed one. */
const STATUS = { running: 3, succeeded: 1, failed: 0, canceled: 0 } as const;
const INFO = 20;
const DEBUG = 10;

type Topic = 'copr.build.start' | 'copr.chroot.start' | 'copr.build.end';
type TaskFact = Body<'task.began'> | Body<'task.ended'>;

/** All twelve keys must be there; unknown values are null. */
interface PublicBody {
  readonly user: string | null;
  readonly copr: string;
  readonly owner: string;
  readonly pkg: string | null;
  readonly build: number;
  readonly chroot: string;
  readonly version: string | null;
  readonly status: number;
  readonly ip: string | null;
  readonly who: string;
  readonly pid: number;
  readonly what: string;
}

/** One message, ready for the wire. The id is the same each time that the same fact is told. */
export interface PublicMessage {
  readonly id: string;
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  readonly body: PublicBody;
}

/** Where the speaker stands: topics start with the prefix; Copr names its worker's process. */
export interface Speaker {
  readonly prefix: string;
  readonly pid: number;
}

/** Both start messages: the second says the same once more, for listeners of the older topic. */
export function startMessages(fact: Body<'task.began'>, speaker: Speaker): PublicMessage[] {
  const told = facts(fact, STATUS.running, speaker);
  const where = whereabouts(told);
  return [
    message('copr.build.start', INFO, fact, speaker, { ...told, what: `build start: ${where}` }),
    message('copr.chroot.start', DEBUG, fact, speaker, {
      ...told,
      what: `chroot start: chroot:${told.chroot} ${where}`,
    }),
  ];
}

/** The message about a task's end. */
export function endMessage(fact: Body<'task.ended'>, speaker: Speaker): PublicMessage {
  const told = facts(fact, STATUS[fact.state], speaker);
  const { user, copr, build, pkg, version, ip, pid, status } = told;
  const what = said({ user, copr, build, pkg, version, ip, pid, status });
  return message('copr.build.end', INFO, fact, speaker, { ...told, what: `build end: ${what}` });
}

function facts(fact: TaskFact, status: number, speaker: Speaker): Omit<PublicBody, 'what'> {
  return {
    // Copr's too: listeners know by the colon that it is no user.
    user: fact.user ?? fact.sender,
    copr: fact.project.name,
    owner: fact.project.owner,
    pkg: fact.package,
    build: fact.build,
    chroot: fact.chroot,
    version: fact.kind === 'source' ? null : splittable(fact.version),
    status,
    ip: fact.address,
    who: `backend.worker-rpm_build_worker:${fact.task}`,
    pid: speaker.pid,
  };
}

/** Listeners split the version at its last dash and break where there is none. */
function splittable(version: string | null): string | null {
  return version?.includes('-') ? version : null;
}

function whereabouts({ user, copr, pkg, build, ip, pid }: Omit<PublicBody, 'what'>): string {
  return said({ user, copr, pkg, build, ip, pid });
}

/** `key:value` pairs; Copr writes an unknown value the way Python does. */
function said(values: Record<string, string | number | null>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}:${String(value ?? 'None')}`)
    .join(' ');
}

function message(topic: Topic, severity: number, fact: TaskFact, speaker: Speaker, body: PublicBody): PublicMessage {
  return {
    id: factUuid(`${topic} ${fact.task}`),
    routingKey: `${speaker.prefix}.${topic}`,
    headers: {
      fedora_messaging_schema: topic,
      fedora_messaging_schema_package: 'copr_messaging',
      fedora_messaging_severity: severity,
      'sent-at': `${new Date(fact.at).toISOString().slice(0, 19)}+00:00`,
      priority: 0,
      ...Object.fromEntries(usernames(fact).map((name) => [`fedora_messaging_user_${name}`, true])),
    },
    body,
  };
}

/** The people whom a message is about: never groups, and not the made-up submitters of webhooks (`github.com:name`). */
function usernames({ user, project }: TaskFact): string[] {
  const names = [user, project.owner].filter((name) => name !== null && !/^@|:/.test(name));
  return [...new Set(names as string[])].sort();
}
