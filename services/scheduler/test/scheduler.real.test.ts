import { expect } from 'chai';
import { Redis } from 'ioredis';
import { eventually } from '@kopr/shared/testkit';
import { keysOf } from '../src/line/keys.js';
import { finished } from './cast.js';
import { stage, type Stage } from './stage.js';

const TASK = '42-minidistro-13-x86_64';

/** Redis as it is after the first start: the marker is there, nobody waits for a rebuild. */
async function settled(scene: Stage): Promise<Redis> {
  const redis = new Redis(scene.redis.url);
  await redis.set(keysOf(scene.redis.prefix).marker, '1');
  return redis;
}

describe('the scheduler', () => {
  it('assigns a queued task within milliseconds, and once however often it is told', async () => {
    await using scene = await stage();
    (await settled(scene)).disconnect();
    await scene.replica();
    await scene.report();
    const waits: number[] = [];
    for (let build = 1; build <= 2; build++) {
      const queued = performance.now();
      const envelope = await scene.queue({ task: `${build}` });
      const assigned = await scene.next('task.assigned');
      expect(assigned).to.include({ task: `${build}`, attempt: 1, host: 'alpha' });
      waits.push(assigned.heardAt - queued);
      await scene.again(envelope);
      await scene.queue({ task: `${build}` });
    }
    // The fallback's tick is a second away.
    expect(Math.min(...waits)).to.be.below(500);
    await scene.say('task.finished', finished('1', 1));
    await scene.queue({ task: '3' });
    expect(await scene.next('task.assigned')).to.include({ task: '3' });
    expect(scene.count('task.assigned')).to.equal(3);
  });

  it('counts a loss once, however often it is heard, and gives up at the third', async () => {
    await using scene = await stage();
    (await settled(scene)).disconnect();
    await scene.replica();
    await scene.report();
    await scene.queue();
    for (const attempt of [1, 2, 3]) {
      expect(await scene.next('task.assigned')).to.include({ attempt });
      const body = { task: TASK, kind: 'rpm', build: 42, attempt, host: 'alpha', reason: 'it vanished' } as const;
      await scene.again(await scene.say('task.lost', body));
    }
    expect(await scene.next('task.given-up')).to.include({ task: TASK, attempt: 3 });
    expect(scene.heard.filter(({ type }) => type === 'task.requeued').map(({ body }) => body)).to.have.length(2);
  });

  it('stops what runs of a canceled build, behind its assignment in the host’s queue', async () => {
    await using scene = await stage();
    (await settled(scene)).disconnect();
    await scene.replica();
    await scene.report();
    await scene.queue();
    await scene.next('task.assigned');
    await scene.say('build.cancel-requested', { build: 42, projectId: 7, reason: 'canceled by bob' });
    expect(await scene.next('task.stop-requested')).to.include({ task: TASK, attempt: 1, reason: 'canceled by bob' });
    await scene.queue({ task: '42-other-1-x86_64' });
    await scene.queue({ task: '43' });
    expect(await scene.next('task.assigned')).to.include({ task: '43' });
  });

  it('knows after a restart what it knew, and assigns when the host has spoken again', async () => {
    await using scene = await stage();
    (await settled(scene)).disconnect();
    const first = await scene.replica();
    await scene.report({ slots: 1 });
    await scene.queue();
    await scene.queue({ task: '43' });
    await scene.next('task.assigned');
    await first.stop();
    await scene.say('task.finished', finished(TASK, 1));
    await scene.replica();
    await scene.report({ slots: 1 });
    expect(await scene.next('task.assigned')).to.include({ task: '43', attempt: 1 });
  });

  it('goes on after its connections to the broker were cut', async () => {
    await using scene = await stage();
    (await settled(scene)).disconnect();
    await scene.replica();
    await scene.report();
    await scene.broker.cut();
    await eventually(() => scene.queue().catch(() => undefined), { what: 'the frontend is connected again' });
    await scene.report();
    expect(await scene.next('task.assigned')).to.include({ attempt: 1 });
  });
});

describe('two schedulers', () => {
  it('have one leader; the other takes over when it ends', async () => {
    await using scene = await stage();
    const redis = await settled(scene);
    const first = await scene.replica();
    const leader = await redis.get(keysOf(scene.redis.prefix).leader);
    await scene.replica();
    await scene.report();
    await scene.queue();
    expect(await scene.next('task.assigned')).to.include({ task: TASK });
    expect(await redis.get(keysOf(scene.redis.prefix).leader)).to.equal(leader);
    await first.stop();
    await eventually(async () => isOther(await redis.get(keysOf(scene.redis.prefix).leader), leader), {
      what: 'the other leads',
    });
    redis.disconnect();
    await scene.report();
    await scene.queue({ task: '43' });
    expect(await scene.next('task.assigned')).to.include({ task: '43' });
    expect(scene.count('task.assigned')).to.equal(2);
  });
});

describe('a scheduler whose Redis was emptied', () => {
  it('asks for the line, adopts what runs, and counts on from the last attempt', async () => {
    await using scene = await stage();
    const redis = await settled(scene);
    await scene.replica();
    await scene.report();
    await scene.queue();
    await scene.next('task.assigned');
    const keys = await redis.keys(`${scene.redis.prefix}*`);
    await redis.del(...keys);
    redis.disconnect();
    await scene.next('line.rebuild-requested');
    await scene.queue({ attempt: 1 });
    await scene.queue({ task: '43', attempt: 2 });
    await scene.report({ running: [{ task: TASK, attempt: 1 }] });
    expect(await scene.next('task.assigned')).to.include({ task: '43', attempt: 3 });
    expect(scene.count('task.assigned')).to.equal(2);
  });
});

function isOther(now: string | null, before: string | null): boolean {
  return now !== null && now !== before;
}
