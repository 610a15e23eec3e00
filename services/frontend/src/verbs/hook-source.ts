/** What a package is built from because of a webhook's event. */
import type { HookEvent } from '../domain/hooks/event.js';
import { whyClosed } from '../domain/private-source.js';
import type { PackageDecision } from './decide-delivery.js';
import type { MadeSource } from './source-params.js';

/** The package's own source, with what the event changes of it. */
export function hookSource({ row, change }: PackageDecision): MadeSource {
  return { type: row.sourceType, params: { ...row.sourceParams, ...change } } as MadeSource;
}

/** Whether the package's secret must not open it: strangers wrote what comes from a fork. */
export function isFromFork(event: HookEvent): boolean {
  return event.kind === 'pull-request' && event.from?.isFork !== false;
}

/** Why it could not even be cloned; undefined when it may be. Asked first: one package must not be in the way of the others. */
export function whyShut(event: HookEvent, decision: PackageDecision): string | undefined {
  const { type: sourceType, params: sourceParams } = hookSource(decision);
  return whyClosed({ sourceType, sourceParams }, isFromFork(event) ? null : decision.row);
}
