import { expect } from 'chai';
import { taskBegan, taskEnded } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { IsNull, Not } from 'typeorm';
import { DeliveryEntity } from '../src/store/delivery.js';
import { setStage, type Stage } from './stage.js';

const KEYS = ['org.kopr.dev.copr.build.start', 'org.kopr.dev.copr.chroot.start', 'org.kopr.dev.copr.build.end'];

describe('public messages about a task', () => {
  let stage: Stage;
  beforeEach(async () => (stage = await setStage()));
  afterEach(() => stage[Symbol.asyncDispose]());
  const heard = (count: number) =>
    eventually(() => stage.listener.heard.length >= count && stage.listener.heard, { what: `${count} messages` });
  const sent = (count: number) =>
    eventually(async () => (await stage.db.getRepository(DeliveryEntity).countBy({ state: 'sent' })) >= count, {
      what: `${count} deliveries that are over`,
    });

  it('reach listeners with the properties that fedora-messaging expects', async () => {
    await stage.say('task.began', taskBegan.example);
    const [start, chroot] = await heard(2);
    expect(start?.fields.routingKey).to.equal(KEYS[0]);
    expect(chroot?.fields.routingKey).to.equal(KEYS[1]);
    expect(start?.properties).to.include({
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      deliveryMode: 2,
    });
    expect(start?.properties.messageId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(start?.properties.headers).to.include({ fedora_messaging_severity: 20, fedora_messaging_user_alice: true });
    const body = JSON.parse(start?.content.toString() ?? '{}') as object;
    expect(body).to.include({ build: 42, status: 3, pid: 4711, version: '1.0-1' });
  });

  it('are said once, however often the facts are told', async () => {
    const began = await stage.say('task.began', taskBegan.example);
    const ended = await stage.say('task.ended', taskEnded.example);
    await stage.repeat(began);
    await stage.repeat(ended);
    await stage.say('task.began', taskBegan.example);
    await stage.say('task.ended', taskEnded.example);
    await stage.say('task.ended', { ...taskEnded.example, task: '43-minidistro-13-x86_64', build: 43 });
    await heard(4);
    await sent(4);
    const keys = stage.listener.heard.map(({ fields }) => fields.routingKey);
    expect(keys).to.have.members([...KEYS, 'org.kopr.dev.copr.build.end']);
    expect(await stage.db.getRepository(DeliveryEntity).count()).to.equal(4);
  });

  it('wait while the public vhost is away, and then go out, once each', async () => {
    await stage.say('task.began', taskBegan.example);
    await sent(2);
    stage.gate.shut();
    await stage.say('task.ended', taskEnded.example);
    await eventually(() => stage.db.getRepository(DeliveryEntity).existsBy({ note: Not(IsNull()) }), {
      what: 'a failed try',
    });
    stage.gate.open();
    await sent(3);
    expect(stage.listener.heard.map(({ fields }) => fields.routingKey)).to.have.members(KEYS);
  });
});
