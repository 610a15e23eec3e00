/** What scenarios of sources submit: packages in git, and the calls for each type of source. */
import type { Build, Packager } from './client.js';
import type { Files } from './git-server.js';
import { specText } from './srpm.js';

/** What the API tells of a build's source. */
export interface SourceFacts {
  state: string;
  result_url: string | null;
  stage: string | null;
  fail_type: string | null;
  reason: string | null;
  retriable: boolean;
  pin: { commit: string | null; version: string | null };
}

/** Submits a source that must be made into an SRPM; fails with the API's error. */
export async function submit(
  who: Packager,
  project: string,
  type: 'scm' | 'distgit' | 'pypi' | 'rubygems' | 'custom',
  fields: Readonly<Record<string, unknown>>,
): Promise<Build> {
  const body = { ownername: who.name, projectname: project, ...fields };
  const build = await who.send<Build>('POST', `/build/create/${type}`, body);
  if (build.error !== undefined) throw new Error(build.error);
  return build;
}

/** What is known of a build's source. */
export function sourceOf(who: Packager, build: number): Promise<SourceFacts> {
  return who.api<SourceFacts & Record<string, unknown>>(`/build/source-chroot/${build}`);
}

/** The spec of a package whose only source is `<name>.txt`, which it installs. */
export function textSpec(
  name: string,
  source = `${name}.txt`,
  more: { version?: string; extra?: string } = {},
): string {
  return specText({
    name,
    ...more,
    extra: `Source0: ${source}\n${more.extra ?? ''}`,
    install: `install -D -m 644 %{SOURCE0} %{buildroot}/usr/share/${name}/${name}.txt`,
  });
}

/** The Makefile that the method make_srpm runs; without a spec that was named it takes the only one. */
export const SRPM_MAKEFILE = `srpm:
\trpmbuild -bs --define "_sourcedir $(CURDIR)" --define "_srcrpmdir $(outdir)" $(or $(spec),$(wildcard *.spec))
`;

/** A package in a repository, for the method make_srpm. */
export function madeBySrpmMakefile(name: string, version = '1'): Files {
  return {
    '.copr/Makefile': SRPM_MAKEFILE,
    [`${name}.spec`]: textSpec(name, undefined, { version }),
    [`${name}.txt`]: `${name} ${version}\n`,
  };
}

/** A package in a repository, for tito; it is to be tagged `<name>-<version>-1`. */
export function madeByTito(name: string, version: string): Files {
  return {
    '.tito/tito.props': '[buildconfig]\nbuilder = tito.builder.Builder\ntagger = tito.tagger.VersionTagger\n',
    [`.tito/packages/${name}`]: `${version}-1 ./\n`,
    [`${name}.txt`]: `${name} ${version}\n`,
    [`${name}.spec`]: specText({
      name,
      version,
      extra: 'Source0: %{name}-%{version}.tar.gz',
      prep: '%setup -q',
      install: `install -D -m 644 ${name}.txt %{buildroot}/usr/share/${name}/${name}.txt`,
      files: `/usr/share/${name}\n%changelog`,
    }),
  };
}
