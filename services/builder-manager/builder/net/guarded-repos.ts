/** A task's repositories as dnf is to read them: those that users named only through the guard. */
import type { RepoEntry, RpmDefinition, SourceDefinition } from '@kopr/proto';
import type { BuildRepo } from '../domain/repo-file.js';
import type { Guard } from './guard.js';

interface Named {
  readonly repos: readonly RepoEntry[];
  readonly kopr: Pick<RpmDefinition['kopr'] & SourceDefinition['kopr'], 'trusted_repos'>;
}

/** Throws the verdict on an address that is refused already for its text; where names lead is seen when dnf asks the proxy. */
export function guardedRepos({ repos, kopr }: Named, guard: Pick<Guard, 'check' | 'port'>): BuildRepo[] {
  const trusted = new Set(kopr.trusted_repos);
  return repos.map((repo) => (trusted.has(repo.id) ? repo : guarded(repo, guard)));
}

/** dnf's own variables, which it fills in by itself. */
const VARIABLE = /\$(\w+|\{[^}]*\})/g;

function guarded(repo: RepoEntry, guard: Pick<Guard, 'check' | 'port'>): BuildRepo {
  guard.check(repo.baseurl.replace(VARIABLE, 'x'), ['http', 'https']);
  // dnf takes a list of addresses, and a second one would be read by whatever scheme it names.
  const baseurl = repo.baseurl.replace(/[\s,]/g, encodeURIComponent);
  return { ...repo, baseurl, proxy: `http://127.0.0.1:${guard.port}` };
}
