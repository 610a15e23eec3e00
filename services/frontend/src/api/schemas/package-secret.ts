/** What the API tells of a package's secret, for its description, with examples: never the secret. */
import { secretKind } from '@kopr/proto';
import { z } from 'zod';
import { id, maybeText, ownername } from './common.js';

/** Whether there is one, and what may be told of it. */
export const packageSecretAnswer = z
  .object({
    id: id('the package’s number'),
    name: z.string(),
    ownername,
    projectname: z.string(),
    kind: secretKind.nullable().meta({ description: 'null: there is none' }),
    public_key: maybeText('of an SSH key: the line to paste at the forge, as a deploy key that may only read'),
    fingerprint: maybeText('of an SSH key'),
    set_on: z.int().nullable().meta({ description: 'since when, in unix seconds' }),
    set_by: maybeText('by whom'),
  })
  .meta({ id: 'PackageSecret' });

/** Of the package that examples are about. */
export const exampleNoSecret: z.input<typeof packageSecretAnswer> = {
  id: 1,
  name: 'hello',
  ownername: 'jane',
  projectname: 'hello',
  kind: null,
  public_key: null,
  fingerprint: null,
  set_on: null,
  set_by: null,
};

/** The same with a token. */
export const exampleToken: z.input<typeof packageSecretAnswer> = {
  ...exampleNoSecret,
  kind: 'token',
  set_on: 1770000000,
  set_by: 'jane',
};

/** The same with a key. */
export const exampleKey: z.input<typeof packageSecretAnswer> = {
  ...exampleToken,
  kind: 'ssh-key',
  public_key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)} kopr hello`,
  fingerprint: 'SHA256:yt8TmOSrAQj0PbjvaPqOSRcEeRZ3dRNmH5xHNxXjYRE',
};
