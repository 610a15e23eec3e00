/** A package: where its source comes from, what was built of it, and when it is built again. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import {
  ownerPath,
  packageApiPath,
  packageBuildPath,
  packagePath,
  packagesPath,
  projectPath,
  PROJECTS,
} from './links.js';
import type { PackageView } from './package-data.js';
import type { BuildLine, Listing } from './page-data.js';
import { BuildTable } from './parts/build-table.js';
import { CsrfField, FormError, Submit } from './parts/form.js';
import { HookRulesCard, type HookRulesProps } from './parts/hook-rules.js';
import { PackageSource } from './parts/package-source.js';
import { Pager } from './parts/pager.js';
import { Shell } from './parts/shell.js';
import { SourceSecret, type SourceSecretProps } from './parts/source-secret.js';
import { WorkOnIt } from './parts/work-on-it.js';

export interface PackageProps {
  readonly view: PackageView;
  readonly list: Listing<BuildLine>;
  /** What was wrong with the wish to build it. */
  readonly buildError?: string | undefined;
  /** What was typed, and what was wrong with it. */
  readonly rules?: Pick<HookRulesProps, 'form' | 'error' | 'errors'> | undefined;
  /** What was wrong with a secret. */
  readonly wrongSecret?: Pick<SourceSecretProps, 'error' | 'errors'> | undefined;
}

/** Page `/coprs/<owner>/<project>/package/<name>/`. */
export function PackagePage({ view, list, buildError, rules, wrongSecret }: PackageProps): JSX.Element {
  const { project, name, mayBuild, mayEdit } = view;
  return (
    <Shell title={`${name} in ${project.owner}/${project.name}`} scripts={['copy.js']}>
      <Heading title={name} about="Package" crumbs={crumbsOf(view)}>
        {mayBuild && (
          <form method="post" action={packageBuildPath(project, name)}>
            <CsrfField />
            <Submit text="Build it" />
          </form>
        )}
      </Heading>
      <FormError message={buildError} />
      <div class="kopr-columns">
        <div class="kopr-columns__wide">
          <Card title="Builds" id="builds">
            {list.items.length === 0 ? (
              <Nothing>Nothing was built of it yet.</Nothing>
            ) : (
              <BuildTable builds={list.items} caption={`Builds of ${name}`} brief />
            )}
          </Card>
          <Pager page={list.page} more={list.more} href={packagePath(project, name)} />
          <WorkOnIt project={project} name={name} imported={list.items.some(({ state }) => state === 'succeeded')} />
        </div>
        <div class="kopr-columns__narrow">
          <PackageSource view={view} />
          {view.secret && <SourceSecret view={view} secret={view.secret} {...wrongSecret} />}
          {mayEdit && <HookRulesCard view={view} {...rules} />}
          <p class="kopr-hint">
            <a href={packageApiPath({ owner: project.owner, project: project.name }, name)}>This package in the API</a>
          </p>
        </div>
      </div>
    </Shell>
  );
}

function crumbsOf({ project, name }: PackageView) {
  return [
    { text: 'Projects', href: PROJECTS },
    { text: project.owner, href: ownerPath(project.owner) },
    { text: project.name, href: projectPath(project) },
    { text: 'Packages', href: packagesPath(project) },
    { text: name },
  ];
}
