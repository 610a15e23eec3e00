/** What opens a package's private repository: rests sealed at the frontend, and is handed to one builder in each attempt. */
import { z } from 'zod';

/** An SSH key for `ssh://` and `user@host:path`; a token for `https://`. */
export const secretKind = z.enum(['ssh-key', 'token']);
export type SecretKind = z.output<typeof secretKind>;

/** The secret itself. It is in no definition, message, page or log. */
export const sourceSecret = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ssh-key'),
    /** A private key without passphrase, as ssh reads it. */
    key: z.string(),
    /** Lines of ssh's known_hosts; null: whichever host key is met. */
    knownHosts: z.string().nullable(),
  }),
  z.object({ kind: z.literal('token'), user: z.string(), token: z.string() }),
]);
export type SourceSecret = z.output<typeof sourceSecret>;
