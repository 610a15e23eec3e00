/** How a package is cloned, changed and pushed: with git alone, or with rpkg, which brings archives, too. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { RepositoryName } from '../../domain/names.js';
import { cloneUrl, rpkgConfPath, tokensUrl } from '../links.js';
import { useSite } from '../site.js';

/** Reading is for everybody; what more there is says who it is for. */
export function WorkOnIt({ name }: { name: RepositoryName }): JSX.Element {
  const site = useSite();
  const { owner, dirname, package: called } = name;
  const conf = rpkgConfPath(owner, dirname);
  const rpkg = [
    `curl -u <user> -o ~/${dirname}.conf ${site.distGitUrl}${conf}`,
    // What is cloned remembers the path, so it must not be relative.
    `rpkg --config ~/${dirname}.conf clone ${called}`,
    `rpkg --config ~/${dirname}.conf new-sources <archive>`,
  ];
  return (
    <Card title="Work on it">
      <Code label="Command that clones this package" text={`git clone ${cloneUrl(site, name)}`} />
      <p class="kopr-hint">
        Who may build in {owner}/{dirname.split(':')[0]} may push: git asks for a name and a password, which is an{' '}
        <a href={tokensUrl(site)}>API token</a>.
      </p>
      <details class="kopr-more">
        <summary>With rpkg, and new archives</summary>
        <p>
          <code>rpkg</code> needs a <a href={conf}>configuration of this project</a>. Got with your token, it also lets
          you upload archives to the lookaside:
        </p>
        <Code label="Commands that clone with rpkg and upload an archive" text={rpkg.join('\n')} />
      </details>
    </Card>
  );
}
