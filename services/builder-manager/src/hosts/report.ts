/** What a host's manager says of it. */
import type { Body } from '@kopr/proto';
import { keyOf, type Attempt } from '../domain/attempt.js';
import type { Profile } from '../domain/container-spec.js';
import type { WorkerHost } from '../domain/workers.js';

/** The body of `hosts.reported`. Engines stand as the file says them: a host that cannot run mock refuses when asked to. */
export function reportOf(
  facts: WorkerHost,
  profile: Profile | undefined,
  running: readonly Attempt[],
  now: Date,
): Body<'hosts.reported'> {
  const { name: host, arches, engines, slots, tags, draining } = facts;
  const each = new Map(running.map((attempt) => [keyOf(attempt), { task: attempt.task, attempt: attempt.attempt }]));
  return {
    host,
    at: now.toISOString(),
    arches,
    engines,
    slots,
    tags,
    draining,
    profile: profile ?? null,
    running: [...each.values()],
  };
}
