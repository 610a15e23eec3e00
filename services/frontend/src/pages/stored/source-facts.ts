/** What a build is made from, as facts for its page. */
import type { Pin } from '@kopr/proto';
import type { SourceType } from '../../domain/source-definition.js';
import { commitUrl } from '../forge.js';
import { webUrl } from '../links.js';
import type { SourceFact } from '../page-data.js';

type Params = Readonly<Record<string, unknown>>;

/** What was submitted, then what that came to. */
export function sourceFacts(type: SourceType, params: Params, pin: Pin | null): SourceFact[] {
  return [...submitted(type, params), ...pinned(params, pin)];
}

function submitted(type: SourceType, params: Params): SourceFact[] {
  const fact = (term: string, key: string) => told(term, params[key]);
  switch (type) {
    case 'unset':
      return [];
    case 'link':
      return linked('Address', params['url']);
    case 'upload':
      return fact('Uploaded file', 'pkg');
    case 'scm':
      return [
        ...linked(params['type'] === 'svn' ? 'Subversion' : 'Git', params['clone_url']),
        ...fact('Branch, tag or commit', 'committish'),
        ...fact('Subdirectory', 'subdirectory'),
        ...fact('Spec', 'spec'),
        ...told('SRPM made by', METHODS[String(params['srpm_build_method'])]),
      ];
    case 'distgit':
      return [
        ...linked(['Dist-git', text(params['distgit'])].filter(Boolean).join(': '), params['clone_url']),
        ...fact('Branch, tag or commit', 'committish'),
      ];
    case 'pypi':
      return [
        ...fact('PyPI', 'pypi_package_name'),
        ...told('Version', text(params['pypi_package_version']) ?? 'newest'),
        ...fact('Spec written by', 'spec_generator'),
      ];
    case 'rubygems':
      return fact('RubyGems', 'gem_name');
    case 'custom':
      return [
        ...fact('Script', 'script').map((script) => ({ ...script, isScript: true as const })),
        ...fact('Runs in', 'chroot'),
        ...fact('Needs', 'builddeps'),
        ...fact('Result directory', 'resultdir'),
        ...fact('Repositories', 'repos'),
      ];
  }
}

/** How people call what makes the SRPM. */
const METHODS: Readonly<Record<string, string>> = {
  rpkg: 'rpkg',
  tito: 'tito, from the newest tag',
  tito_test: 'tito, from the newest commit',
  make_srpm: 'make srpm',
};

/** What a movable name was when it was looked up. */
function pinned({ clone_url: url }: Params, pin: Pin | null): SourceFact[] {
  const commit = told('Commit', pin?.commit);
  const page = pin?.commit && typeof url === 'string' ? commitUrl(url, pin.commit) : undefined;
  return [...commit.map((fact) => ({ ...fact, href: page })), ...told('Version taken', pin?.version)];
}

function linked(term: string, value: unknown): SourceFact[] {
  return told(term, value).map((fact) => ({ ...fact, href: webUrl(fact.text) }));
}

function told(term: string, value: unknown): SourceFact[] {
  const words = text(value);
  return words === undefined ? [] : [{ term, text: words }];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
