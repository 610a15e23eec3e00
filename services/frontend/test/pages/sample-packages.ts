/** Packages of the made-up Kopr: one with a source and rules, one without, one that wants to be mark-up. */
import { NO_RULES } from '../../src/domain/hooks/rules.js';
import type { ProjectName } from '../../src/pages/links.js';
import type { PackageData, PackageLine, PackageView } from '../../src/pages/package-data.js';
import type { BuildLine } from '../../src/pages/page-data.js';
import { sourceFacts } from '../../src/pages/stored/source-facts.js';

const TOOLS: ProjectName = { owner: 'alice', name: 'tools' };
const isTools = ({ owner, name }: ProjectName): boolean => owner === TOOLS.owner && name === TOOLS.name;

const GIT = { type: 'git', clone_url: 'https://github.com/alice/hello', committish: 'main', subdirectory: 'packaging' };
const LINES: readonly PackageLine[] = [
  { name: 'hello', source: `Git ${GIT.clone_url}`, webhookRebuild: true, newest: 48, newestGood: 47 },
  { name: 'world', source: '', webhookRebuild: false, newest: null, newestGood: null },
];

/** Reads from these; other projects have no packages. `builds`: whose package is called hello are hello's. */
export function samplePackages(evil: string, builds: readonly BuildLine[]): PackageData {
  const lines = [...LINES, { ...LINES[1]!, name: 'evil', source: `Git ${evil}` }];
  const isKnown = (project: ProjectName, name: string): boolean =>
    (isTools(project) && lines.some((line) => line.name === name)) ||
    builds.some((each) => each.owner === project.owner && each.project === project.name && each.package === name);
  const viewOf = (name: string): Omit<PackageView, 'project' | 'mayBuild' | 'mayEdit'> => ({
    name,
    facts: name === 'world' ? [] : sourceFacts('scm', name === 'evil' ? { clone_url: evil } : GIT, null),
    webhookRebuild: name === 'hello',
    hookRules: { ...NO_RULES, branches: [name === 'evil' ? evil : 'release-*'] },
  });
  return {
    packages: (project) => Promise.resolve({ items: isTools(project) ? lines : [], page: 1, more: isTools(project) }),
    package: (project, name, viewer) => {
      const [mayEdit, mayBuild] = [viewer !== null, viewer !== null && name !== 'world'];
      return Promise.resolve(isKnown(project, name) ? { ...viewOf(name), project, mayBuild, mayEdit } : undefined);
    },
    packageBuilds: (project, name) => {
      const found = builds.filter((each) => each.owner === project.owner && each.package === name);
      return Promise.resolve({ items: found, page: 1, more: false });
    },
  };
}
