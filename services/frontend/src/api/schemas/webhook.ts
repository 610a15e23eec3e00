/** What the API answers about webhooks, for its description, with examples. */
import { z } from 'zod';
import { id, maybeText, ownername, time } from './common.js';

const decision = z
  .object({
    package: z.string(),
    build: z.int().nullable().meta({ description: 'the build that came of it' }),
    why: z.string().meta({ description: 'why it was built, or why not' }),
  })
  .meta({ id: 'HookDecision' });

/** A delivery, as lists have it. */
export const deliveryAnswer = z
  .object({
    id: id('the delivery’s number'),
    forge: z
      .string()
      .meta({ description: 'whose hook it was; `custom`: a script’s; `test`: a test that builds nothing' }),
    package: maybeText('the package that the hook’s address names'),
    project_dirname: maybeText('the directory that the hook’s address names'),
    event: z.string().meta({ description: 'what it tells, in words' }),
    state: z
      .enum(['waiting', 'built', 'nothing', 'refused', 'repeated', 'failed'])
      .meta({ description: '`repeated`: builds came of the same event before; `failed`: by a fault of ours' }),
    reason: maybeText('what else there is to say of it'),
    decisions: z.array(decision).meta({ description: 'one for each package that comes from the repository' }),
    repeats: z.int().nullable().meta({ description: 'the delivery that it repeats' }),
    received_on: time('when it came'),
    ended_on: z.int().nullable().meta({ description: 'when it was worked off, in unix seconds' }),
    bytes: z.int().meta({ description: 'length of the payload' }),
  })
  .meta({ id: 'Delivery' });

/** The same with what was sent. */
export const wholeDeliveryAnswer = deliveryAnswer
  .extend({
    headers: z.record(z.string(), z.string()).meta({ description: 'those that tell what it is; none holds a secret' }),
    payload: z.string().meta({ description: 'as it was sent' }),
  })
  .meta({ id: 'WholeDelivery' });

/** What a project wants of its webhooks. */
export const hookSettingsAnswer = z
  .object({
    id: id('the project’s number'),
    name: z.string(),
    ownername,
    full_name: z.string().meta({ description: '`<ownername>/<name>`' }),
    webhook_secret: z.uuid().nullable().meta({ description: 'stands in the addresses; null: make one' }),
    addresses: z
      .record(z.string(), z.string())
      .meta({ description: 'what to paste at each forge; a package may follow, and must at `custom`' }),
    has_signing_key: z.boolean().meta({ description: 'if not, deliveries are signed with the secret' }),
    signed_only: z.boolean().meta({ description: 'unsigned deliveries are refused' }),
  })
  .meta({ id: 'HookSettings' });

const SECRET = '6f3b1d9e-7c51-4d7c-9d0e-2f8f6f5f0a11';
const address = (forge: string) => [forge, `https://kopr.example.org/webhooks/${forge}/1/${SECRET}/`] as const;

/** The settings that examples are about. */
export const exampleHookSettings: z.input<typeof hookSettingsAnswer> = {
  id: 1,
  name: 'hello',
  ownername: 'jane',
  full_name: 'jane/hello',
  webhook_secret: SECRET,
  addresses: Object.fromEntries(['github', 'gitlab', 'bitbucket', 'gitea', 'forgejo', 'pagure', 'custom'].map(address)),
  has_signing_key: false,
  signed_only: false,
};

/** The delivery that examples are about. */
export const exampleDelivery: z.input<typeof deliveryAnswer> = {
  id: 1,
  forge: 'github',
  package: null,
  project_dirname: null,
  event: 'push to main at 01234567',
  state: 'nothing',
  reason: null,
  decisions: [{ package: 'hello', build: null, why: 'subdirectory differs: no changed file is below packaging/' }],
  repeats: null,
  received_on: 1770000000,
  ended_on: 1770000001,
  bytes: 8192,
};

/** The same with what was sent. */
export const exampleWholeDelivery: z.input<typeof wholeDeliveryAnswer> = {
  ...exampleDelivery,
  headers: {
    'x-github-event': 'push',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'content-type': 'application/json',
  },
  payload: '{"ref":"refs/heads/main"}',
};
