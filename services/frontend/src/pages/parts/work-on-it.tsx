/** How a package's sources are read, cloned and pushed: what dist-git says of them, for those who come by here. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { API, type ProjectName } from '../links.js';
import { useFrame } from './frame.js';

export interface WorkOnItProps {
  readonly project: ProjectName;
  readonly name: string;
  /** Whether dist-git has sources for sure. */
  readonly imported: boolean;
}

/** Names of owners and projects need no encoding in these addresses. */
export function WorkOnIt({ project: { owner, name: projectName }, name, imported }: WorkOnItProps): JSX.Element {
  const { distGitUrl } = useFrame();
  const at = `${owner}/${projectName}`;
  const read = imported && <a href={`${distGitUrl}/browse/${at}/${encodeURIComponent(name)}/`}>Read its sources</a>;
  return (
    <Card title="Work on it" aside={read}>
      <Code label="Command that clones this package" text={`git clone ${distGitUrl}/git/${at}/${name}`} />
      <p class="kopr-hint">
        Who may build here may push, too: git asks for a name and a password, which is an <a href={API}>API token</a>.{' '}
        <code>rpkg</code>, which uploads archives as well, takes this{' '}
        <a href={`${distGitUrl}/repo/pkgs/${at}/rpkg.conf`}>configuration</a>.
      </p>
    </Card>
  );
}
