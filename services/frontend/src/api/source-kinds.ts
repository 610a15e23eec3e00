/** The fields of each type of source, and what is stored of them: Copr's source_json. */
import { z } from 'zod';
import { cloneUrlOf, type DistGit } from '../domain/dist-git.js';
import { choice, keptLine, line, names, notChoices, prose, requiredLine, words } from './fields.js';
import * as why from './source-checks.js';
import { whyNotReadRepos, whyNotRepos } from './urls.js';

/** A source as it is stored. */
type SourceParams = Record<string, unknown>;

/** What may be chosen, known only to the database, and what differs between builds and packages. */
export interface SourceChoices {
  /** The instance's active chroots. */
  readonly chroots: readonly string[];
  /** The default first. */
  readonly distGits: readonly DistGit[];
  /** Of a package: its name is the name in dist-git. A build names it in a field. */
  readonly packageName?: string;
  /** What `python_versions` are when none are named. */
  readonly pythonVersions: readonly string[];
  /** Whether a script's repositories may be in private networks; no when not said. */
  readonly allowPrivate?: boolean;
}

/** The form of a type: `fields` for the API's description, `stored` to read it. */
export interface SourceForm {
  readonly fields: z.ZodObject;
  readonly stored: z.ZodType<SourceParams>;
}

const committish = () => keptLine({ about: 'branch, tag or commit', check: why.whyNotCommittish });

/** From git or Subversion. */
export function scm({ packageName }: SourceChoices): SourceForm {
  const fields = z.object({
    clone_url: requiredLine({
      // Only a package has the key without which an SSH address leads nowhere.
      check: packageName === undefined ? why.whyNotCloneUrl : why.whyNotPackageUrl,
      about: 'the repository of the sources',
      example: 'https://example.org/hello.git',
    }),
    committish: committish(),
    subdirectory: keptLine({ about: 'where in the repository', check: why.whyNotSubpath }),
    spec: keptLine({ about: 'path of the spec, in the subdirectory', check: why.whyNotSpec }),
    scm_type: choice(['git', 'svn'], 'git', { about: 'what kind of repository it is' }),
    srpm_build_method: choice(['rpkg', 'tito', 'tito_test', 'make_srpm'], 'rpkg', {
      about: 'how the SRPM is made',
    }),
  });
  // In Copr's order, as clients print it.
  return form(fields, ({ scm_type: type, clone_url, subdirectory, ...rest }) => ({
    type,
    clone_url,
    subdirectory,
    ...rest,
  }));
}

/** From the Python Package Index. */
export function pypi({ pythonVersions }: SourceChoices): SourceForm {
  const fields = z.object({
    pypi_package_name: requiredLine({ check: why.whyNotPlain(93), about: 'its name at PyPI', example: 'requests' }),
    pypi_package_version: keptLine({ about: 'not said: the newest', check: why.whyNotPlain(100) }),
    spec_generator: choice(['pyp2rpm', 'pyp2spec'], 'pyp2spec', { about: 'what writes the spec' }),
    spec_template: choice(['', 'fedora', 'epel7', 'mageia', 'pld'], '', { about: 'for pyp2rpm' }),
    python_versions: names({ about: '3, or 2 as well; for pyp2rpm', check: whyNotPythons }),
  });
  return form(fields, ({ python_versions: asked, ...rest }) => ({
    ...rest,
    python_versions: asked.length === 0 ? [...pythonVersions] : asked,
  }));
}

function whyNotPythons(versions: readonly string[]): string | undefined {
  const bad = versions.filter((version) => version !== '3' && version !== '2');
  return bad.length === 0 ? undefined : notChoices(bad);
}

/** From RubyGems. */
export function rubygems(): SourceForm {
  const fields = z.object({
    gem_name: requiredLine({ check: why.whyNotPlain(92), about: 'its name at RubyGems', example: 'rake' }),
  });
  return form(fields, (values) => values);
}

/** By a script. */
export function custom({ chroots, allowPrivate = false }: SourceChoices): SourceForm {
  const known = (name: string) => chroots.includes(name) || isLatestOf(name, chroots);
  const whyNotScriptRepos = (urls: readonly string[]) => [...whyNotRepos(urls), ...whyNotReadRepos(urls, allowPrivate)];
  const about = 'where the script runs: an active chroot, or `fedora-latest-<arch>`';
  const fields = z.object({
    script: checked(
      prose({ about: 'makes a spec and its sources', example: 'rpmdev-newspec hello' }),
      why.whyNotScript,
    ),
    chroot: checked(line({ about }), (name = DEFAULT_CHROOT) => (known(name) ? undefined : 'Not a valid choice.')),
    builddeps: keptLine({ about: 'packages that the script needs', check: why.whyNotPlain() }),
    resultdir: keptLine({ about: 'where the script puts its results', check: why.whyNotSubpath }),
    repos: words({ about: 'repositories for the script’s packages', check: whyNotScriptRepos }),
  });
  return form(fields, ({ script, chroot = DEFAULT_CHROOT, repos, ...rest }) => ({
    script: withNewline(script),
    chroot,
    ...rest,
    repos: repos.join(' '),
  }));
}

const DEFAULT_CHROOT = 'fedora-latest-x86_64';
const LATEST = 'fedora-latest-';

function isLatestOf(name: string, chroots: readonly string[]): boolean {
  return name.startsWith(LATEST) && chroots.some((chroot) => chroot.endsWith(`-${name.slice(LATEST.length)}`));
}

function withNewline(script: string): string {
  const text = script.replace(/\r\n?/g, '\n');
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** From a distribution's dist-git. */
export function distgit({ distGits, packageName }: SourceChoices): SourceForm {
  const ids = distGits.map(({ name }) => name);
  const own =
    packageName === undefined
      ? { package_name: requiredLine({ check: why.whyNotPlain(100), about: 'its name in dist-git', example: 'hello' }) }
      : {};
  const whyNotInstance = (name: string | undefined) =>
    name === undefined || ids.includes(name)
      ? []
      : ['Not a valid choice.', `DistGit ID must be one of: ${ids.join(', ')}`];
  const fields = z.object({
    ...own,
    distgit: checked(line({ about: 'not said: the first one' }), whyNotInstance),
    namespace: line({ about: 'a part of the dist-git, such as a fork’s', check: why.whyNotSubpath }),
    committish: committish(),
  });
  const stored = fields.transform((values, context) => {
    const instance = distGits.find(({ name }) => name === values.distgit) ?? distGits[0];
    const name = packageName ?? String(values['package_name']);
    const found = instance ? cloneUrlOf(instance, name, values.namespace ?? null) : { missing: 'there is no dist-git' };
    if ('url' in found) return { clone_url: found.url, distgit: instance?.name, ...given(values) };
    context.addIssue({ code: 'custom', path: ['namespace'], message: found.missing });
    return z.NEVER;
  });
  return { fields, stored };
}

/** Only what was said is stored. */
function given({ namespace, committish: commit }: { namespace?: string | undefined; committish: string | null }) {
  return { ...(namespace === undefined ? {} : { namespace }), ...(commit ? { committish: commit } : {}) };
}

function form<S extends z.ZodRawShape>(
  fields: z.ZodObject<S>,
  stored: (values: z.output<z.ZodObject<S>>) => SourceParams,
): SourceForm {
  return { fields, stored: fields.transform(stored) };
}

/** A field with another check, which may find several things wrong. */
function checked<S extends z.ZodType>(
  schema: S,
  whyNot: (value: z.output<S>) => string | readonly string[] | undefined,
): S {
  return schema.superRefine((value, context) => {
    for (const message of [whyNot(value) ?? []].flat()) context.addIssue({ code: 'custom', message });
  });
}
