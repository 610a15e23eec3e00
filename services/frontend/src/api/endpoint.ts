/** What an endpoint of API v3 is: one row of a table, from which routes are made and, later, the API's description. */
import type { Request } from 'express';
import type { HttpDeps } from '../http/deps.js';
import type { UserRow } from '../store/users.js';

export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One request to an endpoint. */
export interface Call {
  readonly deps: HttpDeps;
  readonly request: Request;
  /** Parameters of the path, by name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What was sent, as JSON or as a form; undefined when nothing was. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** A call whose caller is known. */
export interface UserCall extends Call {
  readonly user: UserRow;
}

interface Common {
  readonly verb: Verb;
  /** Below `/api_3`, with `:name` for parameters. `:id` takes numbers only. */
  readonly path: string;
  readonly about: string;
  /** An older verb that still works, and says so. */
  readonly deprecated?: Verb;
  /** The endpoint reads multipart bodies itself: an upload is too big for memory. */
  readonly streams?: boolean;
}

/** Open to everybody, or only to somebody with a valid token. What `run` returns is the JSON of the answer. */
export type Endpoint =
  | (Common & { readonly login: false; run(call: Call): Promise<unknown> })
  | (Common & { readonly login: true; run(call: UserCall): Promise<unknown> });
