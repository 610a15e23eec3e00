/** Turns what a page's handler answers into a response: a document, a way elsewhere, or an error page. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { documentBytes, type StaticFiles } from '@kopr/shared/look';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { VNode } from 'preact';
import { readBody } from '../http/body.js';
import { ErrorPage } from './error.js';
import { loginPath } from './links.js';
import type { Viewer } from './page-data.js';
import type { PageDeps, Visit } from './page-deps.js';
import { type Frame, FrameProvider } from './parts/frame.js';

/** A page, a redirect, or nothing: there is no such page. */
export type Answer = { readonly page: VNode; readonly status?: number } | { readonly to: string } | undefined;

/** One request as handlers see it. */
export interface Asked {
  readonly request: Request;
  readonly response: Response;
  readonly visit: Visit;
  /** A part of the path. */
  part(name: string): string;
  /** An option of the query; empty when it was not given. */
  option(name: string): string;
}

/** The same for those who are logged in. `fields`: the form that was sent; empty for GET. */
export interface AskedBy extends Asked {
  readonly viewer: Viewer;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One path, or several that lead to the same. */
type Path = string | string[];

/** Registers pages and forms with a router. */
export interface Doors {
  /** For everybody. */
  show(path: Path, handle: (asked: Asked) => Promise<Answer>): void;
  /** For those who are logged in; others are asked to log in and come back. */
  showUser(path: Path, handle: (asked: AskedBy) => Promise<Answer>): void;
  /** A form of those who are logged in; refused when it is not ours. */
  take(path: Path, handle: (asked: AskedBy) => Promise<Answer>): void;
  /** A form that the handler reads and checks itself. */
  takeRaw(path: Path, handle: (asked: Asked) => Promise<Answer>): void;
}

/** The doors of one router. */
export function openDoors(deps: PageDeps, files: StaticFiles, router: Router): Doors {
  const door =
    (handle: (asked: Asked) => Promise<Answer>): RequestHandler =>
    async (request, response, next) => {
      const visit = await deps.visits.of(request, response);
      const answer = await handle(askedOf(request, response, visit));
      if (answer === undefined) next();
      else if ('to' in answer) response.redirect(303, answer.to);
      else await sendPage(deps, files, { request, response, visit }, answer.page, answer.status);
    };
  const forUser = (handle: (asked: AskedBy) => Promise<Answer>, body: 'form' | 'none') => async (asked: Asked) => {
    const { viewer } = asked.visit;
    if (!viewer) return { to: loginPath(body === 'none' ? asked.request.originalUrl : '/') };
    const fields = body === 'none' ? {} : ((await readBody(asked.request, asked.response)) ?? {});
    if (body === 'form' && !(await deps.visits.isOwn(asked.request, fields['csrf']))) return STRANGE_FORM;
    return handle({ ...asked, viewer, fields });
  };
  return {
    show: (path, handle) => void router.get(path, door(handle)),
    showUser: (path, handle) => void router.get(path, door(forUser(handle, 'none'))),
    take: (path, handle) => void router.post(path, door(forUser(handle, 'form'))),
    takeRaw: (path, handle) => void router.post(path, door(handle)),
  };
}

/** Most often a form that was left open over night. */
export const STRANGE_FORM: Answer = {
  page: (
    <ErrorPage
      status={403}
      message="The form is too old, or not from this site. Go back, load the page again and repeat it."
    />
  ),
  status: 403,
};

function askedOf(request: Request, response: Response, visit: Visit): Asked {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    request,
    response,
    visit,
    part: (name) => text(request.params[name]),
    option: (name) => text(request.query[name]),
  };
}

/** Renders and sends a page. It depends on who looks, so nobody may keep it for others; an answer to a form may hold a secret. */
export async function sendPage(
  deps: PageDeps,
  files: StaticFiles,
  { request, response, visit }: Pick<Asked, 'request' | 'response' | 'visit'>,
  page: VNode,
  status = 200,
): Promise<void> {
  const frame: Frame = {
    ...visit,
    // A page must come even when nothing can be read of what rings.
    alarms: await deps.data.alarms().catch(() => []),
    path: request.originalUrl,
    now: deps.now(),
    siteUrl: deps.siteUrl,
    distGitUrl: deps.distGitUrl,
    intakeUrl: deps.intakeUrl,
    asset: files.asset,
  };
  const body = documentBytes(<FrameProvider value={frame}>{page}</FrameProvider>);
  const caching = request.method === 'GET' ? 'private, no-cache' : 'no-store';
  // Past express, which would copy the page once more.
  response
    .writeHead(status, {
      'Cache-Control': caching,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.length,
    })
    .end(body);
}
