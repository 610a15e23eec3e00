/** A real mail server that keeps what it gets, can be away for a while, and can refuse. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail as it came: who it was for, its header fields (lower case, unfolded), all of its text. */
interface Received {
  readonly to: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: string;
}

export interface Mailbox extends AsyncDisposable {
  readonly url: string;
  readonly mails: readonly Received[];
  /** Receivers that are refused for good. */
  readonly refused: Set<string>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Opens it on a port of its own, and on the same one after it was away. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: Received[] = [];
  const refused = new Set<string>();
  let server = serverFor(mails, refused);
  const port = await listening(server, 0);
  const goAway = (): Promise<void> => new Promise((resolve) => server.close(resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refused,
    goAway,
    comeBack: async () => {
      server = serverFor(mails, refused);
      await listening(server, port);
    },
    [Symbol.asyncDispose]: goAway,
  };
}

function serverFor(mails: Received[], refused: ReadonlySet<string>): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, callback) => {
      const error = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
      callback(refused.has(address) ? error : null);
    },
    onData: (stream, session, callback) => {
      void text(stream).then((raw) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), headers: headersOf(raw), raw });
        callback();
      });
    },
  });
}

function listening(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
}

function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const fields = lines.map((line) => /^([^:]*): *(.*)$/.exec(line) ?? []);
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}
