/** What dist-git is asked about a build's source. */
import type { Body } from '@kopr/proto';

/**
 * `resolve`: find the commit behind a name that moves. `download`: import the finished SRPM at an address.
 * `intake`: import the SRPM that a builder put to our intake. A build has at most one order of each kind.
 */
export type Order =
  | { readonly kind: 'resolve' | 'download'; readonly request: Body<'source.requested'> }
  | { readonly kind: 'intake'; readonly request: Body<'import.requested'> };

/** What a submission asks for: what is no finished SRPM must be resolved, and then made by a builder. */
export function orderOf(request: Body<'source.requested'>): Order {
  return { kind: request.source.srpm ? 'download' : 'resolve', request };
}
