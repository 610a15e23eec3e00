/** API v3: who am I, a new token, the instance's chroots. */
import { credentialsOf } from '../http/who.js';
import { activeChroots } from '../store/chroots.js';
import { newToken } from '../verbs/new-token.js';
import type { Endpoint } from './endpoint.js';

export const GENERAL: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/',
    about: 'The version of the API.',
    login: false,
    run: () => Promise.resolve({ version: 3 }),
  },
  {
    verb: 'GET',
    path: '/auth-check',
    about: 'Whose token this is.',
    login: true,
    run: ({ user }) => Promise.resolve({ id: user.id, name: user.name }),
  },
  {
    verb: 'POST',
    path: '/api-token',
    about: 'Replaces the token that was sent by a new one.',
    login: true,
    run: async ({ deps, request, user }) => {
      const { login, token, expiresOn } = await newToken(deps, user, credentialsOf(request)?.login);
      return { api_login: login, api_token: token, expiration: expiresOn };
    },
  },
  {
    verb: 'GET',
    path: '/mock-chroots/list',
    about: 'Active chroots with their comments.',
    login: false,
    run: async ({ deps }) => {
      const chroots = await activeChroots(deps.db.manager);
      return Object.fromEntries(chroots.map(({ name, comment }) => [name, comment]));
    },
  },
];
