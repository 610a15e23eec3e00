import { expect } from 'chai';
import { serviceAlarmed, userChanged } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { DeliveryEntity } from '../src/store/delivery.js';
import { setStage, type Stage } from './stage.js';

const minute = (nth: number): string => new Date(Date.parse('2026-01-01T12:00:00Z') + nth * 60_000).toISOString();

describe('mail about an alarm', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
    await say({ user: 'root', email: 'root@example.org', admin: true });
    await say({ user: 'alice', email: 'alice@example.org', admin: false });
    await say({ user: 'gone', email: 'gone@example.org', admin: true, active: false });
    await eventually(async () => (await stage.db.query<unknown[]>('SELECT * FROM recipients')).length === 3, {
      what: 'three recipients',
    });
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const say = (change: Partial<typeof userChanged.example>) =>
    stage.say('user.changed', { ...userChanged.example, ...change });
  const rings = (nth: number) => stage.say('service.alarmed', { ...serviceAlarmed.example, at: minute(nth) });
  const isOver = (nth: number) => stage.say('service.eased', { ...serviceAlarmed.example, at: minute(nth) });
  const rows = () => stage.db.getRepository(DeliveryEntity).find({ order: { id: 'ASC' } });
  const inLine = (count: number) =>
    eventually(async () => (await rows()).length === count, { what: `${count} in line` });
  /** They wait for minutes; here, no longer. */
  const wait = async (): Promise<string[]> => {
    await stage.db.query("UPDATE deliveries SET next_at = created_at WHERE state = 'waiting'");
    const over = await eventually(
      async () => {
        const all = await rows();
        return all.every(({ state }) => state !== 'waiting') && all;
      },
      { what: 'an end of all' },
    );
    return over.map(({ state, note }) => note ?? state);
  };
  const mailed = () => stage.mailbox.mails.map(({ to, headers }) => [to[0], headers['subject']]);

  it('reaches admins who are active, when it rings and when it is over', async () => {
    await rings(0);
    await rings(1);
    await inLine(1);
    expect(await wait()).to.deep.equal(['sent']);
    await isOver(2);
    await inLine(2);
    expect(await wait()).to.deep.equal(['sent', 'sent']);
    expect(mailed()).to.deep.equal([
      ['root@example.org', 'Alarm: disk-full at repo-publisher'],
      ['root@example.org', 'Over: disk-full at repo-publisher'],
    ]);
  });

  it('is not sent when it was over before anybody was told', async () => {
    await rings(0);
    await inLine(1);
    await isOver(1);
    await inLine(2);
    expect(await wait()).to.deep.equal(['it was overtaken', 'nobody was told that it rang']);
    expect(mailed()).to.deep.equal([]);
  });

  it('comes once, while it comes and goes', async () => {
    await rings(0);
    await inLine(1);
    expect(await wait()).to.deep.equal(['sent']);
    await isOver(1);
    await inLine(2);
    await rings(3);
    await eventually(
      async () => (await stage.db.query<{ eased_at: null }[]>('SELECT * FROM alarms'))[0]?.eased_at === null,
      { what: 'the alarm again' },
    );
    expect(await wait()).to.deep.equal(['sent', 'it was overtaken']);
    expect(mailed()).to.have.length(1);
  });
});
