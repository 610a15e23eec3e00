import { expect } from 'chai';
import { buildEnded, taskBegan, taskEnded } from '@kopr/proto';
import { endMessage, startMessages } from '../src/domain/public-message.js';
import { factUuid } from '../src/domain/fact-uuid.js';

const speaker = { prefix: 'org.kopr.dev', pid: 4711 };
const began = taskBegan.body.parse({ ...taskBegan.example, address: '10.0.0.5' });
const ended = taskEnded.body.parse({ ...taskEnded.example, address: '10.0.0.5' });
const KEYS = ['user', 'copr', 'owner', 'pkg', 'build', 'chroot', 'version', 'status', 'ip', 'who', 'pid', 'what'];

describe('public messages', () => {
  it('tell a start twice, on both topics that Copr has for it', () => {
    const [build, chroot] = startMessages(began, speaker);
    expect(build?.routingKey).to.equal('org.kopr.dev.copr.build.start');
    expect(build?.headers).to.include({ fedora_messaging_schema: 'copr.build.start', fedora_messaging_severity: 20 });
    expect(build?.body.what).to.equal('build start: user:alice copr:tools pkg:hello build:42 ip:10.0.0.5 pid:4711');
    expect(chroot?.routingKey).to.equal('org.kopr.dev.copr.chroot.start');
    expect(chroot?.headers).to.include({ fedora_messaging_schema: 'copr.chroot.start', fedora_messaging_severity: 10 });
    expect(chroot?.body.what).to.equal(
      'chroot start: chroot:minidistro-13-x86_64 user:alice copr:tools pkg:hello build:42 ip:10.0.0.5 pid:4711',
    );
  });

  it('tell an end with its version and status', () => {
    const message = endMessage(ended, speaker);
    expect(message.routingKey).to.equal('org.kopr.dev.copr.build.end');
    expect(message.body).to.deep.equal({
      user: 'alice',
      copr: 'tools',
      owner: 'alice',
      pkg: 'hello',
      build: 42,
      chroot: 'minidistro-13-x86_64',
      version: '1.0-1',
      status: 1,
      ip: '10.0.0.5',
      who: 'backend.worker-rpm_build_worker:42-minidistro-13-x86_64',
      pid: 4711,
      what: 'build end: user:alice copr:tools build:42 pkg:hello version:1.0-1 ip:10.0.0.5 pid:4711 status:1',
    });
  });

  const statuses = [
    ['succeeded', 1],
    ['failed', 0],
    ['canceled', 0],
  ] as const;
  for (const [state, status] of statuses) {
    it(`call a ${state} task ${status}`, () => {
      expect(endMessage({ ...ended, state }, speaker).body.status).to.equal(status);
    });
  }

  it('have all twelve keys, null where a value is unknown, and write it as None', () => {
    const unknown = { ...ended, user: null, package: null, version: null, address: null };
    const { body } = endMessage(unknown, speaker);
    expect(Object.keys(body)).to.have.members(KEYS);
    expect(body).to.include({ user: null, pkg: null, version: null, ip: null });
    expect(body.what).to.equal(
      'build end: user:None copr:tools build:42 pkg:None version:None ip:None pid:4711 status:1',
    );
  });

  it('name whoever caused a webhook’s build at a forge, but count them among nobody', () => {
    const hooked = endMessage({ ...ended, user: null, sender: 'github.com:mona' }, speaker);
    expect(hooked.body.user).to.equal('github.com:mona');
    expect(Object.keys(hooked.headers).filter((name) => name.includes('user_'))).to.deep.equal([
      'fedora_messaging_user_alice',
    ]);
  });

  it('say no version for a source task, nor one that listeners could not split', () => {
    expect(endMessage({ ...ended, kind: 'source', chroot: 'srpm-builds' }, speaker).body.version).to.equal(null);
    expect(endMessage({ ...ended, version: '1.0' }, speaker).body.version).to.equal(null);
  });

  it('carry headers of the types that fedora-messaging checks', () => {
    const { headers } = endMessage(ended, speaker);
    expect(headers).to.deep.equal({
      fedora_messaging_schema: 'copr.build.end',
      fedora_messaging_schema_package: 'copr_messaging',
      fedora_messaging_severity: 20,
      'sent-at': '2026-01-01T12:00:02+00:00',
      priority: 0,
      fedora_messaging_user_alice: true,
    });
  });

  it('name the people once each and never a group or a webhook', () => {
    const people = (user: string | null, owner: string): string[] =>
      Object.keys(endMessage({ ...ended, user, project: { ...ended.project, owner } }, speaker).headers)
        .filter((name) => name.startsWith('fedora_messaging_user_'))
        .map((name) => name.replace('fedora_messaging_user_', ''));
    expect(people('bob', 'alice')).to.deep.equal(['alice', 'bob']);
    expect(people('bob', '@devel')).to.deep.equal(['bob']);
    expect(people('github.com:bob', 'alice')).to.deep.equal(['alice']);
    expect(people(null, '@devel')).to.deep.equal([]);
  });

  it('have an id that tells a repeat from another fact', () => {
    const [build, chroot] = startMessages(began, speaker);
    expect(startMessages(began, { ...speaker, pid: 1 })[0]?.id).to.equal(build?.id);
    expect(new Set([build?.id, chroot?.id, endMessage(ended, speaker).id])).to.have.property('size', 3);
  });
});

describe('ids of facts', () => {
  it('look like version 4 UUIDs', () => {
    for (const fact of ['a', 'b', buildEnded.about, '42', '43', '44'])
      expect(factUuid(fact)).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
