/** The front door of the sources: what this is, and how to come by them. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { BROWSE } from '../domain/address.js';
import { Shell } from './parts/shell.js';
import { useSite } from './site.js';

/** Page `/`. `missing`: what was looked for in vain. */
export function HomePage({ missing }: { missing?: string | undefined }): JSX.Element {
  return (
    <Shell title="Sources" description="The sources of every package that Kopr builds, as git repositories." copies>
      <Hero missing={missing} />
      <Card title="How it is kept">
        <ol class="kopr-kept">
          <li>
            <h3>A repository for each package</h3>
            <p>Spec file and patches lie in git, on one branch for each release that they are built for.</p>
          </li>
          <li>
            <h3>Archives beside it</h3>
            <p>
              The file <code>sources</code> names the archives of a commit by their SHA-512. They lie in the lookaside,
              each content once.
            </p>
          </li>
          <li>
            <h3>A commit for each build</h3>
            <p>A build says which commit it was made from. That commit never changes, and can be built again.</p>
          </li>
        </ol>
      </Card>
      <Clone />
    </Shell>
  );
}

function Hero({ missing }: { missing: string | undefined }): JSX.Element {
  const { asset } = useSite();
  return (
    <div class="kopr-hero">
      <img class="kopr-hero__logo" src={asset('logo.svg')} alt="" width="128" height="128" />
      <div class="kopr-hero__text">
        <h1>The sources of every package</h1>
        <p>Whatever Kopr builds is here first: to be read, to be cloned, and to be built again.</p>
        <form class="kopr-search" action={`${BROWSE}/`} role="search">
          <span class="pf-v6-c-form-control">
            <input
              type="search"
              name="project"
              value={missing ?? ''}
              aria-label="Project, as owner/project"
              placeholder="owner/project"
              maxLength={600}
              required
            />
          </span>
          <button class="pf-v6-c-button pf-m-primary" type="submit">
            Open
          </button>
        </form>
        {missing !== undefined && (
          <p class="kopr-hint" role="alert">
            There are no sources of “{missing}”. Projects are named like alice/tools, packages like alice/tools/hello.
          </p>
        )}
      </div>
    </div>
  );
}

function Clone(): JSX.Element {
  const { distGitUrl } = useSite();
  return (
    <Card title="Clone">
      <Code label="Command that clones a package" text={`git clone ${distGitUrl}/git/<owner>/<project>/<package>`} />
      <p class="kopr-hint">A package’s own page has the whole line.</p>
    </Card>
  );
}
