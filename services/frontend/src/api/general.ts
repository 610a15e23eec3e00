/** API v3: who am I, a new token, the instance's chroots. */
import { z } from 'zod';
import { credentialsOf } from '../http/who.js';
import { activeChroots } from '../store/chroots.js';
import { newToken } from '../verbs/new-token.js';
import type { Endpoint } from './endpoint.js';
import { whoAnswer } from './gssapi.js';

export const GENERAL: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/',
    about: 'The version of the API.',
    login: false,
    docs: { answer: z.object({ version: z.literal(3) }), example: { version: 3 }, errors: [] },
    run: () => Promise.resolve({ version: 3 }),
  },
  {
    verb: 'GET',
    path: '/auth-check',
    about: 'Whose token this is.',
    login: true,
    docs: { answer: whoAnswer, example: { id: 1, name: 'jane' }, errors: [] },
    run: ({ user }) => Promise.resolve({ id: user.id, name: user.name }),
  },
  {
    verb: 'POST',
    path: '/api-token',
    about: 'Replaces the token that was sent by a new one.',
    login: true,
    docs: {
      answer: z.object({
        api_login: z.string(),
        api_token: z.string().meta({ description: 'shown this once' }),
        expiration: z.iso.date().meta({ description: 'its last day' }),
      }),
      example: {
        api_login: 'abcdefghijklmnopqrst',
        api_token: 'abcdefghijklmnopqrstuvwxyzabcd',
        expiration: '2027-01-01',
      },
      errors: [],
    },
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
    docs: {
      answer: z.record(z.string(), z.string()),
      example: { 'epel-9-x86_64': '', 'fedora-42-aarch64': '', 'fedora-42-x86_64': '' },
      errors: [],
    },
    run: async ({ deps }) => {
      const chroots = await activeChroots(deps.db.manager);
      return Object.fromEntries(chroots.map(({ name, comment }) => [name, comment]));
    },
  },
];
