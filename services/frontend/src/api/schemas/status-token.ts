/** What the API answers about the token for statuses of commits, for its description, with an example. */
import { z } from 'zod';
import { id, maybeText, ownername } from './common.js';

/** Everything about it but the token. */
export const statusTokenAnswer = z
  .object({
    id: id('the project’s number'),
    name: z.string(),
    ownername,
    full_name: z.string().meta({ description: '`<ownername>/<name>`' }),
    has_token: z.boolean(),
    forge: z.enum(['github', 'gitlab', 'gitea']).nullable().meta({ description: 'whose API is spoken' }),
    address: maybeText('the forge that the token is for'),
    set_by: maybeText('who gave the token'),
    set_on: z.int().nullable().meta({ description: 'when, in unix seconds' }),
    used_on: z.int().nullable().meta({ description: 'when the forge last took something by it, or refused that' }),
    refusal: maybeText('why the forge refused that; null: it did not'),
  })
  .meta({ id: 'StatusToken' });

const project = { id: 1, name: 'hello', ownername: 'jane', full_name: 'jane/hello' };

/** The one that examples are about. */
export const exampleStatusToken: z.input<typeof statusTokenAnswer> = {
  ...project,
  has_token: true,
  forge: 'github',
  address: 'https://github.com',
  set_by: 'jane',
  set_on: 1770000000,
  used_on: null,
  refusal: null,
};

/** The same once it was removed. */
export const exampleNoStatusToken: z.input<typeof statusTokenAnswer> = {
  ...project,
  has_token: false,
  forge: null,
  address: null,
  set_by: null,
  set_on: null,
  used_on: null,
  refusal: null,
};
