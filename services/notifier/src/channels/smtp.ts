/** The way to people: one mail server. */
import { createTransport } from 'nodemailer';
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import type { Mail } from '../domain/build-mail.js';

/** `forGood`: the server refused this mail and would again. `others`: another mail may fare better right now. */
type MailOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly forGood: boolean; readonly others: boolean };

/** A mail server as the notifier sees it. */
export interface Smtp extends Part {
  /** Domain of the sender's address. */
  readonly domain: string;
  send(to: string, mail: Mail): Promise<MailOutcome>;
}

/** A server that hangs must not outlast the lease of a delivery. In ms. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Connects when there is something to send; a server that is away is no reason not to start. */
export function smtp({ url, from, log }: { url: string; from: string; log: Log }): Smtp {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  transport.on('error', (error: Error) => log.warn('the mail server’s connection broke', { error }));
  return {
    name: 'smtp',
    domain: /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost',
    start: () => Promise.resolve(),
    stop: () => {
      transport.close();
      return Promise.resolve();
    },
    send: async (to, { listId, ...mail }) => {
      try {
        const list = { id: { url: listId.id, comment: listId.comment } };
        // As an object, an address is never parsed for more addresses.
        await transport.sendMail({ ...mail, from, to: { name: '', address: to }, list });
        return { ok: true };
      } catch (error) {
        return judged(error);
      }
    },
  };
}

/** Without a code there was no server to talk to, or it broke off. */
function judged(error: unknown): MailOutcome {
  const { message, responseCode: code = 0 } = error as { message?: string; responseCode?: number };
  const reason = message ?? String(error);
  // Codes below 550 complain of the session (who we are, how we speak): that is the operator's to mend, and then the mail goes.
  if (code >= 550) return { ok: false, reason, forGood: true, others: true };
  // Codes from 450 to 499 are about this mail or this receiver now (greylisting, a full mailbox).
  return { ok: false, reason, forGood: false, others: code >= 450 && code < 500 };
}
