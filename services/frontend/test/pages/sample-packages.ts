/** Packages of the made-up Kopr: one with a source and rules, one without, one that wants to be mark-up. */
import { NO_RULES } from '../../src/domain/hooks/rules.js';
import type { ProjectName } from '../../src/pages/links.js';
import type { PackageData, PackageLine, PackageView } from '../../src/pages/package-data.js';
import type { BuildLine } from '../../src/pages/page-data.js';
import type { SecretView } from '../../src/pages/secret-data.js';
import { sourceFacts } from '../../src/pages/stored/source-facts.js';

const TOOLS: ProjectName = { owner: 'alice', name: 'tools' };
const isTools = ({ owner, name }: ProjectName): boolean => owner === TOOLS.owner && name === TOOLS.name;

const GIT = { type: 'git', clone_url: 'https://github.com/alice/hello', committish: 'main', subdirectory: 'packaging' };
const LINES: readonly PackageLine[] = [
  { name: 'hello', source: `Git ${GIT.clone_url}`, webhookRebuild: true, newest: 48, newestGood: 47 },
  {
    name: 'closed',
    source: 'Git git@github.com:alice/closed.git',
    webhookRebuild: false,
    newest: null,
    newestGood: null,
  },
  { name: 'world', source: '', webhookRebuild: false, newest: null, newestGood: null },
];

const KEY = {
  kind: 'ssh-key',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0QdVfV4m5Y0m8mQ1Kf5rB3kq9y8bS2n7d4e6f1g2h3 kopr closed',
  fingerprint: 'SHA256:yt8TmOSrAQj0PbjvaPqOSRcEeRZ3dRNmH5xHNxXjYRE',
  setAt: new Date('2026-01-01T09:00:00Z'),
  setBy: 'alice',
} as const;

/** One is private and has a key, one could have a token, one has no source. */
function secretOf(name: string): SecretView {
  if (name === 'closed') return { fits: 'ssh-key', held: KEY };
  return { fits: name === 'world' ? null : 'token', held: null };
}

/** Reads from these; other projects have no packages. `builds`: whose package is called hello are hello's. */
export function samplePackages(evil: string, builds: readonly BuildLine[]): PackageData {
  const lines = [...LINES, { ...LINES[2]!, name: 'evil', source: `Git ${evil}` }];
  const isKnown = (project: ProjectName, name: string): boolean =>
    (isTools(project) && lines.some((line) => line.name === name)) ||
    builds.some((each) => each.owner === project.owner && each.project === project.name && each.package === name);
  const viewOf = (name: string): Omit<PackageView, 'project' | 'mayBuild' | 'mayEdit' | 'secret'> => ({
    name,
    facts: name === 'world' ? [] : sourceFacts('scm', paramsOf(name), null),
    webhookRebuild: name === 'hello',
    hookRules: { ...NO_RULES, branches: [name === 'evil' ? evil : 'release-*'] },
  });
  const paramsOf = (name: string) =>
    name === 'closed' ? { ...GIT, clone_url: LINES[1]!.source.slice(4) } : name === 'evil' ? { clone_url: evil } : GIT;
  return {
    packages: (project) => Promise.resolve({ items: isTools(project) ? lines : [], page: 1, more: isTools(project) }),
    package: (project, name, viewer) => {
      const [mayEdit, mayBuild] = [viewer !== null, viewer !== null && name !== 'world'];
      const secret = mayEdit ? secretOf(name) : null;
      const view = { ...viewOf(name), project, mayBuild, mayEdit, secret };
      return Promise.resolve(isKnown(project, name) ? view : undefined);
    },
    packageBuilds: (project, name) => {
      const found = builds.filter((each) => each.owner === project.owner && each.package === name);
      return Promise.resolve({ items: found, page: 1, more: false });
    },
  };
}
