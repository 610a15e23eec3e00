/** Which repositories a package's secret opens, and which builds get it. */
import type { SecretKind } from '@kopr/proto';
import { parseUrl, sshUrlOf } from '@kopr/shared/domain';
import type { SourceType } from './source-definition.js';

/** A source, as builds and packages have it. */
export interface SourceAt {
  readonly sourceType: SourceType;
  /** Copr's source_json. */
  readonly sourceParams: Readonly<Record<string, unknown>>;
}

/** What opens the repository of a source; null where no secret would. */
export function secretFor(source: SourceAt): SecretKind | null {
  const address = gitAddress(source);
  if (address === null) return null;
  const protocol = parseUrl(sshUrlOf(address) ?? address)?.protocol;
  return protocol === 'ssh:' ? 'ssh-key' : protocol === 'https:' ? 'token' : null;
}

/** What is wrong with a secret of this kind for a source, or undefined. */
export function whyNotSecret(kind: SecretKind, source: SourceAt): string | undefined {
  if (gitAddress(source) === null) return 'Only packages that come from a git repository have a secret.';
  if (secretFor(source) === kind) return undefined;
  return kind === 'ssh-key'
    ? 'A deploy key is for addresses such as git@example.org:hello.git or ssh://git@example.org/hello.git; that of the package is another.'
    : 'A token is for addresses that begin with https://; that of the package is another.';
}

/** A package, as far as its secret goes. */
export interface SecretHolder extends SourceAt {
  readonly secretKind: SecretKind | null;
}

/**
 * What the builder of a source may ask for. `of`: the package that is built by its own source; null for sources that
 * somebody names, or that came from a fork. Another address than the package's own never gets it.
 */
export function secretOf(source: SourceAt, of: SecretHolder | null): SecretKind | null {
  return of !== null && isSameAddress(source, of) ? of.secretKind : null;
}

/** Why a source cannot be built without the secret that it does not get; undefined when it can. */
export function whyClosed(source: SourceAt, of: SecretHolder | null): string | undefined {
  if (secretFor(source) !== 'ssh-key' || secretOf(source, of) === 'ssh-key') return undefined;
  const what = 'An SSH address can be built only as the own source of a package that has a deploy key';
  return of === null
    ? `${what}: add a package with it, give the package a key, and build the package.`
    : `${what}: give the package a key first.`;
}

/**
 * Whether both come from the very same address. Another spelling may lead to another server (a port, a protocol that
 * everybody can read along), and whoever may edit a package must not send its secret there.
 */
export function isSameAddress(one: SourceAt, other: SourceAt): boolean {
  const address = gitAddress(one);
  return address !== null && address === gitAddress(other);
}

function gitAddress({ sourceType, sourceParams: { type, clone_url: url } }: SourceAt): string | null {
  return sourceType === 'scm' && type === 'git' && typeof url === 'string' ? url : null;
}
