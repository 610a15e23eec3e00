import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import express from 'express';
import { type CgiEnd, runCgi } from '../src/http/cgi.js';
import { openDoor } from '../src/http/door.js';

const PACE = { everyMs: 100, leastBytes: 1024, longestMs: 60_000 };
const HEAD = 'printf "Content-Type: text/plain\\r\\n\\r\\n"; ';

/** A service that runs shell scripts as git's http-backend is run. */
async function serve(places = { inside: 2, waiting: 10, each: 2 }, pace = PACE) {
  const app = express();
  const door = openDoor(places, pace);
  const ends: CgiEnd[] = [];
  const scripts = { all: 'cat', much: 'cat /dev/zero', slow: 'cat >/dev/null; sleep 0.6; echo done' };
  app.post('/:script', async (request, response) => {
    const script = scripts[request.params.script as keyof typeof scripts];
    const program = { command: 'sh', args: ['-c', HEAD + script], env: { PATH: process.env['PATH'] ?? '' } };
    const end = await door(response, () => runCgi(program, request, response));
    if (end) ends.push(end);
    else if (!response.destroyed) response.status(503).end();
  });
  const server = createServer({ requestTimeout: 3_600_000 }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ends,
    /** Asks by hand; `sent` of the announced bytes of its body. */
    ask: async (script: string, announced: number, sent: number): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(`POST /${script} HTTP/1.1\r\nHost: x\r\nContent-Length: ${announced}\r\n\r\n${'x'.repeat(sent)}`);
      return socket;
    },
    text: async (script: string): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${port}/${script}`, { method: 'POST', body: 'hello' });
      return `${answer.status} ${await answer.text()}`;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the door before processes', () => {
  it('has its places back when clients leave, inside or waiting', async () => {
    await using service = await serve({ inside: 2, waiting: 10, each: 2 }, { ...PACE, everyMs: 60_000 });
    const sockets: Socket[] = [];
    for (let nth = 0; nth < 6; nth++) sockets.push(await service.ask('all', 200, 4));
    for (const waiting of sockets.slice(2)) waiting.destroy();
    for (const inside of sockets.slice(0, 2)) inside.destroy();
    await eventually(() => service.ends.length === 2, { what: 'the end of those who were inside' });
    expect(await service.text('all')).to.equal('200 hello');
  });

  it('hangs up on who takes nothing, and on who sends nothing', async () => {
    await using service = await serve();
    const silent = await service.ask('much', 0, 0);
    silent.pause();
    await service.ask('all', 200, 4);
    expect(await service.text('all'), 'as soon as they are gone').to.equal('200 hello');
    await eventually(() => service.ends.length === 3, { what: 'the end of both' });
  });

  it('waits for its own work as long as that takes', async () => {
    await using service = await serve();
    expect(await service.text('slow')).to.equal('200 done\n');
  });

  it('lets nobody stay for ever', async () => {
    await using service = await serve(undefined, { everyMs: 60_000, leastBytes: 0, longestMs: 300 });
    const reader = await service.ask('much', 0, 0);
    reader.resume();
    await once(reader, 'close');
    expect(await service.text('all')).to.equal('200 hello');
  });
});
