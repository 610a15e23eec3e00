/** What an endpoint of API v3 is: one row of a table, from which routes are made, and the API's description. */
import type { Request } from 'express';
import type { z } from 'zod';
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

/** One way in which a request can fail. */
export interface ErrorCase {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 503 | 507;
  /** When it does, as a sentence. */
  readonly when: string;
  /** A text that `error` may have then. */
  readonly error: string;
}

/** What the API's description says of an endpoint, beyond verb and path. */
export interface Docs {
  /** What the query may hold; the schema that reads it, where one does. */
  readonly query?: z.ZodObject;
  /** What the body may hold; the schema that reads it, where one does. */
  readonly body?: z.ZodType;
  /** A body to show, which must fit. */
  readonly send?: unknown;
  /** Files of a multipart form: the name of the part, and what it holds. The body is then the part `json`. */
  readonly files?: Readonly<Record<string, string>>;
  /** What is answered with status 200. */
  readonly answer: z.ZodType;
  /** An answer, which must fit. Of GETs it must be what a test's world really answers. */
  readonly example: unknown;
  /** What can go wrong, beyond what every endpoint has (401 where a login is needed, bodies that cannot be read). */
  readonly errors: readonly ErrorCase[];
}

interface Common {
  readonly verb: Verb;
  /** Below `/api_3`, with `:name` for parameters. `:id` takes numbers only. */
  readonly path: string;
  readonly about: string;
  readonly docs: Docs;
  /** An older verb that still works, and says so. */
  readonly deprecated?: Verb;
  /** The endpoint reads multipart bodies itself: an upload is too big for memory. */
  readonly streams?: boolean;
}

/** Open to everybody, or only to somebody with a valid token. What `run` returns is the JSON of the answer. */
export type Endpoint =
  | (Common & { readonly login: false; run(call: Call): Promise<unknown> })
  | (Common & { readonly login: true; run(call: UserCall): Promise<unknown> });
