/** Logging in and out, and API tokens. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { AccountPage } from '../account.js';
import { ApiDocsPage } from '../api-docs.js';
import { API, API_DOCS, HOME, LOGIN, LOGOUT, NEW_TOKEN, REVOKE_TOKEN, safeNext } from '../links.js';
import { LoginPage } from '../login.js';
import { readBody } from '../../http/body.js';
import type { PageDeps } from '../page-deps.js';
import { type Answer, type Asked, type Doors, STRANGE_FORM } from '../serve.js';
import { refused } from './refused.js';

/** Registers them. */
export function accountRoutes(doors: Doors, deps: PageDeps): void {
  const { data, acts, visits } = deps;
  doors.show(LOGIN, (asked) => login(asked));
  doors.takeRaw(LOGIN, (asked) => logIn(deps, asked));
  doors.take(LOGOUT, async ({ request, response }) => {
    await visits.logOut(request, response);
    return { to: HOME };
  });
  doors.show(API, async ({ visit }) => ({
    page: <AccountPage tokens={visit.viewer ? await data.tokens(visit.viewer) : []} />,
  }));
  doors.show(API_DOCS, () => Promise.resolve({ page: <ApiDocsPage /> }));
  // Copr has this address for both; a token is made only by the form.
  doors.show(NEW_TOKEN, () => Promise.resolve({ to: API }));
  doors.take(NEW_TOKEN, async ({ viewer }) => {
    const made = await acts.newToken(viewer);
    return { page: <AccountPage tokens={await data.tokens(viewer)} made={made} /> };
  });
  doors.take(REVOKE_TOKEN, async ({ viewer, fields }) => {
    await acts.revokeToken(viewer, Number(fields['token']));
    return { to: API };
  });
}

function login(asked: Asked): Promise<Answer> {
  const next = safeNext(asked.option('next'));
  return Promise.resolve(asked.visit.viewer ? { to: next } : { page: <LoginPage next={next} /> });
}

/** Nobody is logged in yet, so this form looks after itself. */
async function logIn({ visits }: PageDeps, { request, response }: Asked): Promise<Answer> {
  const fields = (await readBody(request, response)) ?? {};
  if (!(await visits.isOwn(request, fields['csrf']))) return STRANGE_FORM;
  const [name, password, next] = [textOf(fields['name']).trim(), textOf(fields['password']), safeNext(fields['next'])];
  try {
    if (await visits.logIn(request, response, name, password)) return { to: next };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <LoginPage next={next} name={name} error={message} />, status };
  }
  return { page: <LoginPage next={next} name={name} error="This name and password do not fit." />, status: 401 };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
