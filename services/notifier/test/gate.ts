/** A gate in front of a server: shut, the server is away for those who come through here, and for nobody else. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Gate extends AsyncDisposable {
  /** The server's URL, through the gate. */
  readonly url: string;
  /** Cuts whoever is inside and lets nobody in. */
  shut(): void;
  open(): void;
}

/** Puts a gate in front of the server of `url`. */
export async function gateTo(url: string): Promise<Gate> {
  const server = new URL(url);
  const inside = new Set<Socket>();
  let isOpen = true;
  const gate = createServer((guest) => {
    if (!isOpen) return void guest.destroy();
    const host = connect(Number(server.port), server.hostname);
    for (const [one, other] of [[guest, host] as const, [host, guest] as const]) {
      inside.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => inside.delete(one) && other.destroy());
    }
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(gate.address() as AddressInfo).port}`;
  const shut = (): void => {
    isOpen = false;
    for (const socket of inside) socket.destroy();
  };
  return {
    url: through.href,
    shut,
    open: () => (isOpen = true),
    [Symbol.asyncDispose]: () => {
      shut();
      return new Promise((resolve) => gate.close(() => resolve()));
    },
  };
}
