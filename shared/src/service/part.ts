/** What a service is made of. */

/** A piece with a life of its own: a connection, a loop, a server. Started in order, ended in reverse. */
export interface Part {
  readonly name: string;
  start(): Promise<void>;
  /** Takes nothing new and finishes what it holds; every part is drained before the first is stopped. */
  drain?(): Promise<void>;
  /** Lets go of everything; may be called when `start` failed, and twice. */
  stop(): Promise<void>;
  /** Whether it can do its work now; without it, a started part is ready. */
  ready?(): boolean | Promise<boolean>;
}
