/** How a download ends that does not come to its end. */
import { reasonOf } from './dial.js';

/** For machines: the rules, the server's answer, too many redirects, the size limit, other content than announced, time, the network. */
export type DownloadFault = 'forbidden' | 'status' | 'redirects' | 'too-large' | 'differs' | 'late' | 'unreachable';

/** Thrown within a download, told as a value by it. */
export class DownloadTrouble extends Error {
  constructor(
    readonly fault: DownloadFault,
    message: string,
    /** Another try may succeed. */
    readonly temporary = false,
  ) {
    super(message);
    this.name = 'DownloadTrouble';
  }
}

/** The network's or the server's fault, which may pass. */
export function unreachable(name: string, error: unknown): DownloadTrouble {
  return new DownloadTrouble('unreachable', `${name} could not be downloaded: ${reasonOf(error)}`, true);
}

/** What is said of a server that stopped sending. */
export function silence(ms: number): string {
  return `nothing came for ${ms / 1000} seconds`;
}
