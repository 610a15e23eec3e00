/** Has the forge told how a build stands that one of its webhooks set off, by the token that the project has for it. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { Build } from '../domain/build.js';
import type { HookEvent } from '../domain/hooks/event.js';
import { SUBMITTED, statusNews, type StatusReport } from '../domain/statuses/report.js';
import { statusCommit, statusContext, statusRepository } from '../domain/statuses/target.js';
import { addBuildStatus, buildStatusOf, countStatus, type BuildStatusRow } from '../store/build-statuses.js';
import { findStatusToken } from '../store/status-tokens.js';

/** A build that was submitted just now, in this transaction. */
export interface Begun {
  readonly build: number;
  readonly project: Build['project'];
  readonly package: string;
  readonly event: HookEvent;
}

/** Notes where the build is told of, if the project has a token for there, and says so for the first time. */
export async function beginStatus(deps: Deps, tx: Tx, say: Say, begun: Begun): Promise<void> {
  const { build, project, event } = begun;
  const token = await findStatusToken(tx, project.id);
  const repository = token && statusRepository(event, token);
  if (!token || repository === null) return;
  const { forge, address } = token;
  const [commit, context] = [statusCommit(event), statusContext(project, event, begun.package)];
  const row = { buildId: build, forge, address, repository, commit, context, number: 0, toldNumber: 0, refusal: null };
  await addBuildStatus(tx, row);
  if (commit !== null) await sayReport(deps, tx, say, project, row, { ...SUBMITTED, commit });
}

/** A build that was submitted once more, in this transaction. */
export interface Repeated {
  readonly build: number;
  readonly project: Build['project'];
  /** The build that it repeats. */
  readonly of: number;
  /** What it is made of; null where its source is still to tell. */
  readonly commit: string | null;
}

/** Has the forge told of a repetition in place of the build that it repeats, if it was told of that. */
export async function repeatStatus(deps: Deps, tx: Tx, say: Say, repeated: Repeated): Promise<void> {
  const { build: buildId, project, of, commit } = repeated;
  const told = await buildStatusOf(tx, of);
  if (!told) return;
  const row = { ...told, buildId, commit, number: 0, toldNumber: 0, refusal: null };
  await addBuildStatus(tx, row);
  if (commit !== null) await sayReport(deps, tx, say, project, row, { ...SUBMITTED, commit });
}

/** Says what a change of a locked build means to its forge, if anything. */
export async function sayStatus(deps: Deps, tx: Tx, say: Say, before: Build, after: Build): Promise<void> {
  const row = await buildStatusOf(tx, after.id);
  const news = row && statusNews(before, after, row.commit);
  if (row && news) await sayReport(deps, tx, say, after.project, row, news);
}

/** Not without the token, nor with one that was given for another forge meanwhile. */
async function sayReport(
  { config, now }: Deps,
  tx: Tx,
  say: Say,
  project: Build['project'],
  row: BuildStatusRow,
  report: StatusReport & { readonly commit: string },
): Promise<void> {
  const { buildId: build, forge, address, repository, context } = row;
  const token = await findStatusToken(tx, project.id);
  if (token?.forge !== forge || token.address !== address) return;
  await say('status.requested', {
    ...{ build, project, forge, address, repository, context },
    ...report,
    number: await countStatus(tx, row),
    url: `${config.frontendUrl}/coprs/build/${build}`,
    token: token.sealed,
    at: now().toISOString(),
  });
}
