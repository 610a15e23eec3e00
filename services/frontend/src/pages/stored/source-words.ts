/** What a build is made from, in words for its page. */
import type { SourceType } from '../../domain/source-definition.js';
import type { BuildView } from '../page-data.js';

type Params = Readonly<Record<string, unknown>>;

/** A file as it is named; of everything else, where it comes from. */
export function sourceView(type: SourceType, params: Params): BuildView['source'] {
  const named = (key: string) => text(params, key) ?? type;
  if (type === 'link') return { kind: 'link', text: named('url') };
  return type === 'upload' ? { kind: 'upload', text: named('pkg') } : { kind: 'other', text: madeFrom(type, params) };
}

function madeFrom(type: SourceType, params: Params): string {
  const [url, commit] = [text(params, 'clone_url') ?? '', text(params, 'committish')];
  const at = commit === undefined ? '' : ` at ${commit}`;
  switch (type) {
    case 'scm':
      return `${text(params, 'type') === 'svn' ? 'Subversion' : 'Git'}: ${url}${at}`;
    case 'distgit':
      return `Dist-git: ${url}${at}`;
    case 'pypi':
      return `PyPI: ${[text(params, 'pypi_package_name'), text(params, 'pypi_package_version')].join(' ').trim()}`;
    case 'rubygems':
      return `RubyGems: ${text(params, 'gem_name') ?? ''}`;
    case 'custom':
      return `A script, run in ${text(params, 'chroot') ?? 'a chroot'}`;
    default:
      return type;
  }
}

function text(params: Params, key: string): string | undefined {
  const value = params[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
