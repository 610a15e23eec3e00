import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { silentLog } from '@kopr/shared/log';
import { startService, type RunningService } from '@kopr/shared/service';

describe('requests that are no HTTP', () => {
  let service: RunningService;
  before(async () => (service = await startService({ name: 'x', log: silentLog(), port: 0, parts: [] })));
  after(() => service.stop());

  /** What comes back for these bytes. */
  async function answerTo(bytes: string): Promise<string> {
    const socket = connect(service.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(bytes);
    return text(socket);
  }

  for (const [what, bytes, status] of [
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a verb that there is none of', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['an address without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ] as const) {
    it(`are refused in JSON: ${what}`, async () => {
      const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
      expect(head)
        .to.match(new RegExp(`^HTTP/1.1 ${status} `))
        .and.include('Content-Type: application/json');
      expect(JSON.parse(body)).to.have.all.keys('error');
    });
  }

  it('are refused without a body where a body cannot be: an address without end, asked for by HEAD', async () => {
    const answer = await answerTo(`HEAD /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).to.match(/^HTTP\/1.1 431 /);
    expect(body).to.equal('');
  });
});
