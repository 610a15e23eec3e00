/** What a push to our own dist-git means for the package of that name. */
import { houseRepository, houseRepositoryPath } from '@kopr/shared/domain';
import { allowedChroots } from '../denylist.js';
import { patternOf } from '../pattern.js';
import type { HookPackage } from './decide.js';

/** A branch that moved. */
export interface PushedBranch {
  /** `<owner>/<dirname>/<package>`. */
  readonly repository: string;
  readonly package: string;
  readonly branch: string;
}

/** The project's active chroots, each with the branch that builds of it are imported into. */
interface BranchChroot {
  readonly name: string;
  readonly branch: string;
}

/** What counts besides the push. */
export interface PushGround {
  /** Null: the project has none of that name. */
  readonly package: (HookPackage & { readonly chrootDenylist: readonly string[] }) | null;
  readonly chroots: readonly BranchChroot[];
  readonly distGitUrl: string;
}

/** The chroots to build for, or none; and why. */
export interface PushVerdict {
  readonly chroots: readonly string[];
  readonly why: string;
}

/**
 * A release's branch is built for that release's chroots; any other one, when the package names it, for all. The deny
 * list counts as for every build that nobody chose chroots for.
 */
export function decidePushed(push: PushedBranch, { package: known, chroots, distGitUrl }: PushGround): PushVerdict {
  const { branch } = push;
  if (!known) return no(`the project has no package named ${push.package}`);
  if (!known.webhookRebuild) return no('rebuilding by webhooks (webhook_rebuild) is off');
  if (chroots.length === 0) return no('the project has no active chroots');
  const names = chroots.map(({ name }) => name);
  const allowed = allowedChroots(names, known.chrootDenylist);
  const release = chroots.filter((chroot) => chroot.branch === branch).map(({ name }) => name);
  if (release.length > 0) {
    const built = release.filter((name) => allowed.includes(name));
    return built.length > 0
      ? { chroots: built, why: `branch ${branch}` }
      : no(`branch ${branch}: the package’s deny list has all of its chroots`);
  }
  const why = whyMeant(push, known, distGitUrl);
  return why === undefined ? no(differs(push, known, chroots)) : { chroots: allowed, why };
}

const no = (why: string): PushVerdict => ({ chroots: [], why });

function whyMeant(
  { branch, repository }: PushedBranch,
  { hookRules, sourceParams }: HookPackage,
  distGitUrl: string,
): string | undefined {
  const pattern = hookRules.branches.find((one) => patternOf(one)(branch));
  if (pattern !== undefined) return `branch ${branch} fits ${pattern}`;
  const { clone_url: url, committish } = sourceParams;
  const house = typeof url === 'string' ? houseRepository(url, distGitUrl) : undefined;
  const isSource = house !== undefined && houseRepositoryPath(house) === repository;
  return isSource && [branch, `refs/heads/${branch}`].includes(String(committish))
    ? `the package is built from branch ${branch}`
    : undefined;
}

function differs({ branch }: PushedBranch, { hookRules }: HookPackage, chroots: readonly BranchChroot[]): string {
  const releases = [...new Set(chroots.map((chroot) => chroot.branch))].join(', ');
  const patterns = hookRules.branches.length > 0 ? `, nor does it fit any of ${hookRules.branches.join(', ')}` : '';
  return `branch differs: no chroot of the project is built from ${branch} (they are from ${releases})${patterns}`;
}
