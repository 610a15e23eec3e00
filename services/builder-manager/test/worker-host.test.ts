/** A worker host at work: starts, ends, stops, losses, restarts of ours, and others that are away. */
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import { dummyBackend } from '../src/backends/dummy-backend.js';
import { LogRefused } from '../src/run/intake.js';
import { attemptNamed } from './kit/attempts.js';
import { ENDLESS, GOOD, hostOn, orderOf, pretendedIntake, recordedNews } from './kit/pretended.js';

const TASK = '1-minidistro-13-x86_64';
const FIRST = `${TASK}#1`;
const attempt = attemptNamed(TASK);

function cast() {
  const backend = dummyBackend();
  const intake = pretendedIntake();
  const news = recordedNews();
  const host = hostOn(backend, { intake, news });
  const said = (line: string): Promise<unknown> => eventually(() => news.said.includes(line), { what: line });
  const gone = (): Promise<unknown> =>
    eventually(async () => (await backend.list()).length === 0 && host.isIdle(), { what: 'the container is removed' });
  return { backend, intake, news, host, said, gone };
}

describe('a worker host at work', () => {
  it('tells of start and end once the whole log is stored, and removes the container', async () => {
    const { host, news, intake, gone } = cast();
    expect(await host.launch(orderOf(attempt, GOOD))).to.equal('started');
    await gone();
    expect(news.said).to.deep.equal([`${FIRST} started`, `${FIRST} succeeded: well`]);
    expect(intake.logs.get(FIRST)).to.equal('hello\ndone\n');
    expect(intake.sealed.get(FIRST)).to.equal('hello\ndone\n'.length);
  });

  it('does nothing when the same order comes again, then or after its end', async () => {
    const { host, news, gone } = cast();
    await host.launch(orderOf(attempt, GOOD));
    await host.launch(orderOf(attempt, GOOD));
    await gone();
    expect(await host.launch(orderOf(attempt, GOOD))).to.equal('over');
    expect(news.said).to.have.length(2);
  });

  it('ends the older attempt of a task when a newer one comes', async () => {
    const { host, said } = cast();
    await host.launch(orderOf(attempt, ENDLESS));
    await host.launch(orderOf({ ...attempt, attempt: 2 }, ENDLESS));
    await said(`${FIRST} stopped: superseded by attempt 2`);
    await host.sweep(new Date());
    expect(host.report(new Date())?.running).to.deep.include({ task: TASK, attempt: 2 });
    await host.letGo();
  });

  it('stops what runs, and says why in the log', async () => {
    const { host, said, intake, gone } = cast();
    await host.launch(orderOf(attempt, ENDLESS));
    await host.stop(TASK, 1, 'canceled by alice');
    await said(`${FIRST} stopped: canceled by alice`);
    await gone();
    expect(intake.logs.get(FIRST)).to.equal('hello\n\n[kopr] canceled by alice\n');
  });

  it('remembers a stop for what is yet to come, but not for a later attempt', async () => {
    const { host, said } = cast();
    await host.stop(TASK, 1, 'canceled by alice');
    expect(await host.launch(orderOf(attempt, GOOD))).to.equal('stopped');
    await host.launch(orderOf({ ...attempt, attempt: 2 }, GOOD));
    await said(`${TASK}#2 succeeded: well`);
  });

  it('says one end only when the order comes again after the stop, then or after the end', async () => {
    const { host, news, gone } = cast();
    await host.launch(orderOf(attempt, ENDLESS));
    const stopped = host.stop(TASK, 1, 'canceled by alice');
    expect(await host.launch(orderOf(attempt, ENDLESS))).to.equal('started');
    await stopped;
    await gone();
    expect(await host.launch(orderOf(attempt, ENDLESS))).to.equal('over');
    expect(news.said).to.deep.equal([`${FIRST} started`, `${FIRST} stopped: canceled by alice`]);
  });

  it('ends what takes too long', async () => {
    const { host, said } = cast();
    await host.launch(orderOf({ ...attempt, timeLimitS: 0.05 }, ENDLESS));
    await said(`${FIRST} failed: timed out after 0.05 s`);
  });

  it('calls a container lost that vanished', async () => {
    const { host, backend, said } = cast();
    await host.launch(orderOf(attempt, ENDLESS));
    await backend.remove(FIRST);
    await said(`${FIRST} lost: the container vanished`);
  });

  it('waits for an intake that is away, and removes nothing before the log is whole', async () => {
    const { host, backend, intake, news, gone } = cast();
    intake.isUp = false;
    await host.launch(orderOf(attempt, GOOD));
    await eventually(async () => (await backend.list())[0]?.state === 'ended', { what: 'the build ends' });
    expect(news.said).to.deep.equal([`${FIRST} started`]);
    intake.isUp = true;
    await gone();
    expect(intake.logs.get(FIRST)).to.equal('hello\ndone\n');
  });

  it('ends a build whose log is refused for good, and frees its slot', async () => {
    const { backend, news } = cast();
    const refuse = (): Promise<never> => Promise.reject(new LogRefused('no such folder'));
    const host = hostOn(backend, { intake: { held: refuse, put: refuse, seal: refuse }, news });
    await host.launch(orderOf(attempt, ENDLESS));
    await eventually(() => host.isIdle(), { what: 'the slot is free' });
    expect(news.said).to.include(`${FIRST} failed: the log was refused: no such folder`);
  });

  it('seals a log that has no room for the last words', async () => {
    const { backend, news, intake } = cast();
    const put: typeof intake.put = (of, offset, bytes) =>
      bytes.includes('[kopr]') ? Promise.reject(new LogRefused('full')) : intake.put(of, offset, bytes);
    const host = hostOn(backend, { intake: { ...intake, put }, news });
    await host.launch(orderOf({ ...attempt, timeLimitS: 0.05 }, ENDLESS));
    await eventually(() => host.isIdle(), { what: 'the slot is free' });
    expect(intake.sealed.get(FIRST)).to.equal('hello\n'.length);
  });

  it('lets builds run while the broker is away', async () => {
    const { host, news, intake, said } = cast();
    news.isUp = false;
    await host.launch(orderOf(attempt, GOOD));
    await eventually(() => intake.sealed.has(FIRST), { what: 'the log is sealed' });
    news.isUp = true;
    await said(`${FIRST} succeeded: well`);
  });

  it('cuts and mends the network when the builder asks', async () => {
    const { host, backend, gone } = cast();
    const ask = (want: string) => ({ err: `{"kopr":"network","want":"${want}"}\n` });
    await host.launch(orderOf(attempt, [ask('off'), { pauseMs: 50 }, ask('on'), ...GOOD]));
    await gone();
    expect(backend.networkCalls.map(([, want]) => want)).to.deep.equal(['off', 'on']);
  });

  it('reports what runs there, and nothing before it has looked', async () => {
    const { host, said } = cast();
    expect(host.report(new Date())).to.equal(undefined);
    await host.launch(orderOf(attempt, ENDLESS));
    await host.sweep(new Date());
    expect(host.report(new Date())).to.deep.include({
      host: 'local',
      profile: 'caps',
      running: [{ task: TASK, attempt: 1 }],
    });
    await host.stop(TASK, 1, 'enough');
    await said(`${FIRST} stopped: enough`);
  });

  it('reports nothing of a host that does not answer', async () => {
    const { host, backend } = cast();
    await host.sweep(new Date());
    backend.isUp = false;
    await host.sweep(new Date()).catch(() => undefined);
    expect(host.report(new Date())).to.equal(undefined);
  });
});

describe('after a restart of the manager', () => {
  it('nobody had to wait for the builds to end', async () => {
    const { host, backend } = cast();
    await host.launch(orderOf(attempt, ENDLESS));
    await host.letGo();
    expect((await backend.list()).map(({ state }) => state)).to.deep.equal(['running']);
  });

  it('a running build is followed from where its log stands', async () => {
    const { host, backend, news, intake, said } = cast();
    await host.launch(orderOf(attempt, [{ out: 'early\n' }, { pauseMs: 400 }, ...GOOD]));
    await eventually(() => intake.logs.get(FIRST) === 'early\n', { what: 'the first line is stored' });
    await host.letGo();
    const next = hostOn(backend, { intake, news });
    await next.sweep(new Date());
    await said(`${FIRST} succeeded: well`);
    expect(intake.logs.get(FIRST)).to.equal('early\nhello\ndone\n');
  });

  it('a build that ended meanwhile is brought to its end', async () => {
    const { host, backend, news, intake, said } = cast();
    await host.launch(orderOf(attempt, [{ pauseMs: 100 }, ...GOOD]));
    await host.letGo();
    await eventually(async () => (await backend.list())[0]?.state === 'ended', { what: 'the build ends' });
    await hostOn(backend, { intake, news }).sweep(new Date());
    await said(`${FIRST} succeeded: well`);
    expect(intake.logs.get(FIRST)).to.equal('hello\ndone\n');
  });

  it('a build that was stopped is known as stopped', async () => {
    const { host, backend, news, intake, said } = cast();
    news.isUp = false;
    await host.launch(orderOf(attempt, ENDLESS));
    await host.stop(TASK, 1, 'canceled by alice');
    await host.letGo();
    news.isUp = true;
    await hostOn(backend, { intake, news }).sweep(new Date());
    await said(`${FIRST} stopped: canceled by alice`);
  });

  it('containers of a neighbour on the same engine are left alone, those of a forgotten host are not', async () => {
    const { backend, news, intake, said } = cast();
    await backend.launch(orderOf({ ...attempt, host: 'neighbour' }, ENDLESS));
    await backend.launch(orderOf(attemptNamed('2-minidistro-13-x86_64', { host: 'forgotten' }), GOOD));
    await hostOn(backend, { intake, news, isNeighbour: (name) => name === 'neighbour' }).sweep(new Date());
    await said('2-minidistro-13-x86_64#1 succeeded: well');
    expect((await backend.list()).map(({ attempt: { host } }) => host)).to.include('neighbour');
  });
});
