/** The definition of a source task as Copr's builders read it, and Copr's numbers of source types. */
import { parseChrootName } from '@kopr/shared/domain';
import { sandboxOf } from './definition.js';
import type { Build } from './build.js';

/** Copr's source types. */
const SOURCE_TYPES = {
  unset: 0,
  link: 1,
  upload: 2,
  pypi: 5,
  rubygems: 6,
  scm: 8,
  custom: 9,
  distgit: 10,
} as const;
export type SourceType = keyof typeof SOURCE_TYPES;

/** What the record needs besides the build. */
export interface SourceInput {
  readonly type: SourceType;
  readonly params: Readonly<Record<string, unknown>>;
  readonly appstream: boolean;
  readonly projectChroots: readonly string[];
}

/** Copr's record; `source_json` is text that is decoded once more. */
export function sourceDefinition(build: Build, source: SourceInput): Record<string, unknown> {
  return {
    task_id: String(build.id),
    build_id: build.id,
    project_owner: build.project.owner,
    project_name: build.project.name,
    project_dirname: build.project.dirname,
    submitter: build.submitter,
    package_name: build.package,
    sandbox: sandboxOf(build),
    background: build.options.background,
    chroot: null,
    source_type: SOURCE_TYPES[source.type],
    source_json: JSON.stringify(source.params),
    appstream: source.appstream,
    repos: [],
    distributions_in_project: releases(source.projectChroots),
    distributions_in_build: releases(build.chroots.map((chroot) => chroot.name)),
  };
}

function releases(chroots: readonly string[]): string[] {
  return [...new Set(chroots.map((name) => parseChrootName(name)?.release ?? name))].sort();
}
