/** Does what a push to dist-git asks for: builds the pushed commit itself, or says why not. */
import { gitPushed, type Body } from '@kopr/proto';
import { houseCloneUrl } from '@kopr/shared/domain';
import { decidePushed } from '../domain/hooks/decide-pushed.js';
import { whyNotDirname } from '../domain/names.js';
import type { Outcome } from '../store/deliveries.js';
import { findPackage, type PackageRow } from '../store/packages.js';
import { chrootsOf } from '../store/project-parts.js';
import { findUser, type UserRow } from '../store/users.js';
import { buildForHook } from './build-for-hook.js';
import { mayBuild } from './rights.js';
import type { Settling } from './settling.js';

type Push = Body<'git.pushed'>;

/** What came of it, in a transaction that holds the project's row. */
export async function settlePush(settling: Settling, body: Buffer): Promise<Outcome> {
  const { deps, tx, project } = settling;
  const push = gitPushed.body.parse(JSON.parse(body.toString()));
  const known = await findPackage(tx, project.id, push.package);
  const chroots = (await chrootsOf(tx, project.id)).map(({ mock: { name, branch } }) => ({ name, branch }));
  const { distGitUrl } = deps.config;
  const verdict = decidePushed(push, { package: known, chroots, distGitUrl });
  if (!known || verdict.chroots.length === 0) return nothing(push, known, verdict.why);
  const pusher = await findUser(tx, push.pusher);
  const obstacle = whyNotDirname(project.name, push.project.dirname) ?? (await whyNotHe(settling, pusher, push));
  if (!pusher || obstacle !== undefined) return nothing(push, known, obstacle ?? '');
  const build = await buildPushed(settling, push, known, pusher, verdict.chroots);
  return { state: 'built', reason: null, decisions: [{ package: known.name, build, why: verdict.why }] };
}

/** What is not about a package of the project is said of the push. */
function nothing({ package: name }: Push, known: PackageRow | null, why: string): Outcome {
  if (!known) return { state: 'nothing', reason: why, decisions: [] };
  return { state: 'nothing', reason: null, decisions: [{ package: name, build: null, why }] };
}

/** dist-git may have heard a little later than we did. */
async function whyNotHe({ tx, project }: Settling, user: UserRow | null, push: Push): Promise<string | undefined> {
  const may = user?.active === true && (await mayBuild(tx, user, project));
  return may ? undefined : `${push.pusher} may not build in the project any more`;
}

function buildPushed(
  { deps, tx, say, project, row }: Settling,
  { repository, commit, branch, package: name, project: { owner, dirname } }: Push,
  known: PackageRow,
  { id, name: user }: UserRow,
  chroots: readonly string[],
): Promise<number> {
  const cloneUrl = houseCloneUrl(deps.config.distGitUrl, { owner, dirname, package: name });
  return buildForHook(deps, tx, say, {
    ...{ project, row: known, isOwn: false, dirname, submitter: { id, name: user }, chroots, event: null },
    source: { type: 'distgit', params: { clone_url: cloneUrl, committish: commit } },
    origin: {
      ...{ deliveryId: row.id, forge: row.forge, about: `push to ${branch} at ${commit.slice(0, 8)}` },
      ...{ repository, commit, pullRequest: null },
    },
  });
}
