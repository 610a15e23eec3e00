/** The address of a git repository: judged as a URL, and given to git in the form in which it was written. */
import { sshUrlOf } from '@kopr/shared/domain';
import type { Scheme } from '@kopr/shared/guard';
import type { Guard } from '../net/guard.js';

export interface GitAddress {
  readonly judged: { readonly origin: string; readonly port: string };
  /** Its host, without brackets. */
  readonly host: string;
  /** What git is given. */
  readonly text: string;
}

/** Throws the verdict when the guard refuses it, or its scheme is none of these. */
export function addressOf(guard: Guard, address: string, schemes: readonly Scheme[]): GitAddress {
  const scp = sshUrlOf(address);
  const url = guard.check(scp ?? address, schemes);
  const judged = { origin: `${url.protocol}//${url.host}`, port: url.port };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // By this form the path is below the user's home; only the host is as the guard has it.
  const text = scp === undefined ? url.href : `${url.username}@${url.hostname}:${pathOf(address)}`;
  return { judged, host, text };
}

function pathOf(scp: string): string {
  const end = scp.includes(']:') ? scp.indexOf(']:') + 1 : scp.indexOf(':');
  return scp.slice(end + 1);
}
