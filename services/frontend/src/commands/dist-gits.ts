/** Commands about the dist-gits that builds may come from. */
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { distGits, type DistGitRow } from '../store/dist-gits.js';
import { alterDistGit } from '../verbs/alter-dist-git.js';
import { given, table, type Command, type Options } from './options.js';

async function add(deps: Deps, [name = '']: readonly string[], options: Options): Promise<string> {
  const { 'clone-url': cloneUrl, 'package-uri': clonePackageUri, namespace: defaultNamespace, priority } = options;
  const archiveUri = options['archive-uri'];
  const wish = given({ cloneUrl, clonePackageUri, defaultNamespace, archiveUri, priority: numberOf(priority) });
  return shown(await alterDistGit(deps, { name, ...wish }));
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,6}$/.test(text)) return text === undefined ? undefined : Number(text);
  refuse('invalid', `'${text}' is no priority: a number is wanted, the highest is the default dist-git`);
}

function shown(rows: readonly DistGitRow[]): string {
  return table(
    rows.map(({ name, cloneUrl, clonePackageUri, defaultNamespace, priority, archiveUri }) => [
      ...[name, cloneUrl, clonePackageUri, defaultNamespace ?? '', String(priority), archiveUri ?? ''],
    ]),
  );
}

async function list({ db }: Deps): Promise<string> {
  return shown(await distGits(db.manager));
}

/** By their two words. */
export const DIST_GIT_COMMANDS: Readonly<Record<string, Command>> = {
  'distgit add': {
    usage:
      'NAME --clone-url U [--package-uri {namespace}/rpms/{pkgname}] [--namespace N] [--priority P] [--archive-uri U/{pkgname}/{filename}/{hashtype}/{hash}/{filename}]',
    least: 1,
    run: add,
  },
  'distgit list': { usage: '', least: 0, run: list },
};
