/** The pages over a real store, and people who use them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { buildApp } from '../../src/http/app.js';
import { pagesRouter } from '../../src/pages/index.js';
import { openStack, type Stack } from '../stack.js';
import { type Visitor, visitor } from './visit.js';

export const PASSWORD = 'correct horse';
const CHROOT = 'fedora-42-x86_64';

export interface PagesOverStore {
  readonly stack: Stack;
  readonly url: string;
  /** Alice or Bob. Ten times each: then guessing passwords is slowed down. */
  loggedIn(name: string): Promise<Visitor>;
  close(): Promise<void>;
}

/** Serves them; Alice and Bob have accounts. */
export async function openPages(): Promise<PagesOverStore> {
  const stack = await openStack();
  const server = createServer(buildApp(stack.deps, pagesRouter(stack.deps)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of ['alice', 'bob']) await stack.user(name, { password: PASSWORD });
  return {
    stack,
    url,
    loggedIn: (name) => logIn(url, name),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await stack[Symbol.asyncDispose]();
    },
  };
}

async function logIn(url: string, name: string): Promise<Visitor> {
  const browser = visitor(url);
  await browser.open('/login/');
  const answer = await browser.send('/login/', { name, password: PASSWORD, next: '/' });
  expect(answer.status).to.equal(303);
  return browser;
}

/** Makes a project by the form; answers the path of its page. */
export async function projectOf(browser: Visitor, fields: Record<string, string>): Promise<string> {
  await browser.open('/coprs/new/');
  const answer = await browser.send('/coprs/new/', { [`chroots:${CHROOT}`]: 'yes', ...fields });
  expect(answer.status, answer.html).to.equal(303);
  return answer.headers.get('location') ?? '';
}
