import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { silentLog } from '@kopr/shared/log';
import { loop, startService, type Part } from '@kopr/shared/service';

const log = silentLog();

/** A part that writes down what is done to it. */
function part(name: string, diary: string[], more: Partial<Part> = {}): Part {
  const note = (what: string) => () => {
    diary.push(`${what} ${name}`);
    return Promise.resolve();
  };
  return { name, start: note('start'), drain: note('drain'), stop: note('stop'), ...more };
}

const fails = () => Promise.reject(new Error('no'));

describe('a service', () => {
  it('starts its parts in order; drains all in reverse, then stops all in reverse', async () => {
    const diary: string[] = [];
    const service = await startService({ name: 'x', log, port: 0, parts: [part('bus', diary), part('loop', diary)] });
    await service.stop();
    await service.stop();
    expect(diary).to.deep.equal(['start bus', 'start loop', 'drain loop', 'drain bus', 'stop loop', 'stop bus']);
  });

  it('stops what it started when a part cannot start', async () => {
    const diary: string[] = [];
    const parts = [part('bus', diary), part('loop', diary, { start: fails }), part('late', diary)];
    const error = await startService({ name: 'x', log, port: 0, parts }).catch((e: unknown) => e);
    expect(error).to.be.an('error').with.property('message', 'no');
    expect(diary).to.include.members(['stop loop', 'stop bus']).and.not.include('start late');
  });

  it('ends every part, also when one does not end well', async () => {
    const diary: string[] = [];
    const parts = [part('bus', diary), part('loop', diary, { drain: fails, stop: fails })];
    await (await startService({ name: 'x', log, port: 0, parts })).stop();
    expect(diary).to.deep.equal(['start bus', 'start loop', 'drain bus', 'stop bus']);
  });

  it('is alive at once and ready when every part is', async () => {
    const diary: string[] = [];
    let connected = false;
    const bus = part('bus', diary, { ready: () => connected });
    const service = await startService({
      name: 'x',
      log,
      port: 0,
      parts: [bus],
      http: (_request, response) => response.end('page'),
    });
    const get = async (path: string) => {
      const answer = await fetch(`http://localhost:${service.port}${path}`);
      return [answer.status, await answer.text()] as const;
    };
    expect((await get('/healthz'))[0]).to.equal(200);
    expect(await get('/readyz')).to.deep.equal([503, '{"status":"not ready","waitingFor":["bus"]}']);
    connected = true;
    expect((await get('/readyz'))[0]).to.equal(200);
    expect(await get('/other')).to.deep.equal([200, 'page']);
    await service.stop();
  });
});

describe('a loop', () => {
  it('ticks at once, again while there is more, and when woken; never twice at a time', async () => {
    let [ticks, inside] = [0, 0];
    const turn = loop({
      name: 'turn',
      everyMs: 60_000,
      log,
      tick: async () => {
        expect(++inside).to.equal(1);
        await delay(1);
        inside--;
        return ++ticks < 3 ? 'again' : undefined;
      },
    });
    await turn.start();
    for (let i = 0; i < 5; i++) turn.wake();
    await until(() => ticks >= 3);
    turn.wake();
    await until(() => ticks >= 4);
    await turn.stop();
    turn.wake();
    expect(inside).to.equal(0);
  });

  it('waits for its tick when it is drained', async () => {
    let ended = false;
    const slow = async () => {
      await delay(20);
      ended = true;
    };
    const turn = loop({ name: 'slow', everyMs: 60_000, log, tick: slow });
    await turn.start();
    await turn.drain?.();
    expect(ended).to.equal(true);
  });

  it('goes on after a tick that failed', async () => {
    let ticks = 0;
    const tick = () => {
      ticks++;
      return fails();
    };
    const turn = loop({ name: 'turn', everyMs: 1, log, tick });
    await turn.start();
    await until(() => ticks >= 3);
    await turn.stop();
  });
});

async function until(check: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!check()) {
    expect(Date.now()).to.be.below(end);
    await delay(1);
  }
}
