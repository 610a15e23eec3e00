import { expect } from 'chai';
import { buildEnded, permissionChanged, userChanged } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { IsNull, Not } from 'typeorm';
import { DeliveryEntity } from '../src/store/delivery.js';
import { setStage, type Stage } from './stage.js';

describe('mail about a build', () => {
  let stage: Stage;
  beforeEach(async () => (stage = await setStage()));
  afterEach(() => stage[Symbol.asyncDispose]());

  const tellOf = (change: Partial<typeof userChanged.example> = {}) =>
    stage.say('user.changed', { ...userChanged.example, ...change });
  const mails = (count: number) =>
    eventually(() => stage.mailbox.mails.length >= count && stage.mailbox.mails, { what: `${count} mails` });
  const settled = (count: number) =>
    eventually(
      async () => {
        const rows = await stage.db.getRepository(DeliveryEntity).find({ order: { id: 'ASC' } });
        return rows.filter(({ state }) => state !== 'waiting').length >= count && rows;
      },
      { what: `${count} deliveries that are over` },
    );

  it('reaches its submitter, with the ids that mail programs sort by', async () => {
    await tellOf();
    await stage.say('build.ended', buildEnded.example);
    const [mail] = await mails(1);
    expect(mail?.to).to.deep.equal(['alice@example.org']);
    expect(mail?.headers).to.include({
      subject: 'alice/tools: hello 1.0-1 succeeded in minidistro-13-x86_64',
      from: 'Kopr <kopr@kopr.example.org>',
      'message-id': '<build-42.ended@kopr.example.org>',
      'list-id': '"Builds of alice/tools" <tools.alice.kopr.example.org>',
      'auto-submitted': 'auto-generated',
    });
    expect(mail?.raw).to.include('text/plain').and.include('text/html');
  });

  it('is sent once, however often the fact is told', async () => {
    await tellOf();
    const envelope = await stage.say('build.ended', buildEnded.example);
    await stage.repeat(envelope);
    // The same fact in a new envelope, as a frontend that was restored from a backup would say it.
    await stage.say('build.ended', buildEnded.example);
    await stage.say('build.ended', { ...buildEnded.example, build: 43 });
    // Its import was asked for anew, and came to another end.
    await stage.say('build.ended', { ...buildEnded.example, round: 1 });
    await mails(3);
    await settled(3);
    expect(stage.mailbox.mails.map(({ headers }) => headers['message-id'])).to.have.members([
      '<build-42.ended@kopr.example.org>',
      '<build-42.ended-1@kopr.example.org>',
      '<build-43.ended@kopr.example.org>',
    ]);
  });

  it('waits while the mail server is away, and then goes out, once each', async () => {
    await tellOf();
    await stage.mailbox.goAway();
    await stage.say('build.ended', buildEnded.example);
    await stage.say('build.ended', { ...buildEnded.example, build: 43 });
    await eventually(() => stage.db.getRepository(DeliveryEntity).existsBy({ note: Not(IsNull()) }), {
      what: 'a failed try',
    });
    await stage.mailbox.comeBack();
    await mails(2);
    await settled(2);
    expect(stage.mailbox.mails).to.have.length(2);
  });

  it('waits for the address when the build was told of before its submitter', async () => {
    await stage.say('build.ended', buildEnded.example);
    await eventually(() => stage.db.getRepository(DeliveryEntity).existsBy({ note: Not(IsNull()) }), { what: 'a try' });
    await tellOf();
    expect((await mails(1))[0]?.to).to.deep.equal(['alice@example.org']);
  });

  it('is given up when the server refuses the receiver for good, and holds up nobody else', async () => {
    stage.mailbox.refused.add('alice@example.org');
    await tellOf();
    await tellOf({ user: 'bob', email: 'bob@example.org' });
    await stage.say('build.ended', buildEnded.example);
    await stage.say('build.ended', { ...buildEnded.example, build: 43, user: 'bob' });
    const rows = await settled(2);
    expect(rows.map(({ state }) => state)).to.have.members(['dropped', 'sent']);
    expect(rows.find(({ state }) => state === 'dropped')?.note).to.include('no such mailbox');
    expect(stage.mailbox.mails.map(({ to }) => to)).to.deep.equal([['bob@example.org']]);
  });

  it('is not sent to those who want none, are not active or have no address', async () => {
    await tellOf({ wantsMail: false });
    await tellOf({ user: 'bob', active: false });
    await tellOf({ user: 'carol', email: null });
    for (const [build, user] of [
      [1, 'alice'],
      [2, 'bob'],
      [3, 'carol'],
    ] as const)
      await stage.say('build.ended', { ...buildEnded.example, build, user });
    const rows = await settled(3);
    expect(rows.map(({ state }) => state)).to.deep.equal(['dropped', 'dropped', 'dropped']);
    expect(stage.mailbox.mails).to.have.length(0);
  });

  it('goes nowhere for a build of a webhook, or a copy that a fork made', async () => {
    await tellOf();
    await stage.say('build.ended', { ...buildEnded.example, build: 1, user: null });
    await stage.say('build.ended', { ...buildEnded.example, build: 2, state: 'forked' });
    await stage.say('build.ended', { ...buildEnded.example, build: 3 });
    await mails(1);
    expect(await stage.db.getRepository(DeliveryEntity).count()).to.equal(1);
  });
});

describe('mail about permissions', () => {
  it('reaches everybody who should know, once each', async () => {
    await using stage = await setStage();
    for (const user of ['alice', 'carol'])
      await stage.say('user.changed', { ...userChanged.example, user, email: `${user}@example.org` });
    const envelope = await stage.say('permission.changed', {
      ...permissionChanged.example,
      tell: ['alice', 'carol', 'alice'],
    });
    await stage.repeat(envelope);
    await eventually(() => stage.mailbox.mails.length >= 2, { what: 'two mails' });
    const told = stage.mailbox.mails.flatMap(({ to }) => to);
    expect(told).to.have.members(['alice@example.org', 'carol@example.org']);
    expect(stage.mailbox.mails[0]?.headers['subject']).to.equal('bob asks for permissions in alice/tools');
  });
});
