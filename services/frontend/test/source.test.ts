import { sourceDefinition as definitionSchema, type Body } from '@kopr/proto';
import { expect } from 'chai';
import { reasonOf, stateOf, type Build } from '../src/domain/build.js';
import { decide, type News } from '../src/domain/decide.js';
import { newChroot } from '../src/domain/plan.js';
import { mayRetryImport } from '../src/domain/retry-import.js';
import { addressedSource, sourceDefinition } from '../src/domain/source-definition.js';
import { whyUnwanted } from '../src/domain/task-news.js';
import * as cast from './cast.js';

const { assigned, build, finished, givenUp, HOUSE, NOON, play, requeued, resolved, resolvedBuild, ROOT, started } =
  cast;
const BRANCHES = ['minidistro13'];
const PIN = { commit: 'a'.repeat(40), version: null };
const WAITING = { chosen: [ROOT], chroots: [newChroot(ROOT, NOON)] };

/** The end of the source task, with the branches that the project has then. */
function done(attempt: number, more: Partial<Body<'task.finished'>> = {}): News {
  return { ...finished(attempt, more, '42'), branches: BRANCHES } as News;
}
const imported = (more: Partial<Body<'source.imported'>> = {}): News => ({
  type: 'source.imported',
  body: cast.imported(more),
  input: cast.input(),
});
const failed = (more: Partial<Body<'source.failed'>> = {}): News => ({
  type: 'source.failed',
  body: { ...cast.sourceFailure('download', 'the disk of dist-git is full'), retriable: true, ...more },
});
const importing = (): Build => play(resolvedBuild(WAITING), [started(1, '42'), done(1)]).build;
const retry: News = { type: 'import.retried' };

describe('a source that must be made into an SRPM', () => {
  it('goes from its commit over a builder and dist-git to the chroots, saying each thing once', () => {
    const { build: after, said } = play(build(), [
      resolved(),
      assigned(1, '42'),
      started(1, '42'),
      done(1),
      imported({ pin: { ...PIN, version: '1.0' } }),
    ]);
    expect(said).to.deep.equal(['task.queued', 'task.began', 'import.requested', 'task.ended', 'task.queued']);
    expect(after.source).to.deep.include({ state: 'succeeded', pin: { ...PIN, version: '1.0' }, host: 'host1' });
    expect(stateOf(after)).to.equal('pending');
  });

  it('is seen starting, running and importing', () => {
    const seen = [resolved(), assigned(1, '42'), started(1, '42'), done(1)];
    const states = seen.map((_, i) => stateOf(play(build(), seen.slice(0, i + 1)).build));
    expect(states).to.deep.equal(['pending', 'starting', 'running', 'importing']);
  });

  it('has a task with all that placing needs', () => {
    const [saying] = decide(build({ options: { ...build().options, background: true } }), resolved(), HOUSE).said;
    expect(saying?.body).to.deep.include({
      task: '42',
      kind: 'source',
      attempt: 0,
      arch: null,
      engine: 'rpmbuild',
      image: 'kopr/source-tools:dev',
      network: true,
      priority: 10,
      timeLimitS: 3600,
      results: 'alice/tools/srpm-builds/00000042',
    });
  });

  it('has a definition that a builder understands, pinned to the commit', () => {
    const { definition } = resolvedBuild().source.task ?? {};
    expect(definitionSchema.parse(definition)).to.deep.equal(definition);
    expect(definition).to.deep.include({ task_id: '42', source_type: 8, sandbox: 'alice/tools--alice' });
    expect(definition?.kopr).to.deep.include({ type: 'scm', engine: 'rpmbuild', pin: PIN });
  });

  it('is imported from the attempt that was accepted, into the branches of that moment', () => {
    const { said } = decide(resolvedBuild(), done(3), HOUSE);
    expect(said.find(({ type }) => type === 'import.requested')?.body).to.deep.equal({
      build: 42,
      project: { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' },
      submitter: 'alice',
      background: false,
      batch: null,
      attempt: 3,
      manifest: 'c'.repeat(64),
      inPlace: null,
      pin: PIN,
      branches: BRANCHES,
      round: 0,
    });
  });

  it('is resolved once; what is heard later changes nothing', () => {
    const at = resolvedBuild();
    for (const news of [resolved(), resolved(cast.sourceInput(), { pin: { commit: 'f'.repeat(40), version: null } })]) {
      expect(decide(at, news, HOUSE)).to.deep.equal({ build: at, said: [] });
    }
  });

  it('is put back in line when its attempt is lost or stopped, and no late attempt is accepted', () => {
    const { build: lost } = play(resolvedBuild(), [started(1, '42'), requeued(1, '42')]);
    expect(lost.source).to.deep.include({ state: 'pending', host: 'host1' });
    expect(decide(lost, done(1), HOUSE).build).to.equal(lost);
    const { build: stopped, said } = play(lost, [done(2, { outcome: 'stopped' })]);
    expect(stopped.source.progress).to.deep.equal({ attempt: 3, phase: 'queued' });
    expect(said).to.deep.equal(['task.queued']);
  });

  it('fails with the stage and the words of its builder, and with it what waits for it', () => {
    const end = play(resolvedBuild(WAITING), [
      started(1, '42'),
      done(1, { outcome: 'failed', reason: 'fatal: repository not found', stage: 'clone', manifest: null }),
    ]);
    expect(end.build.source).to.deep.include({ state: 'failed', stage: 'clone', retriable: false });
    expect(reasonOf(end.build)).to.equal('fatal: repository not found');
    expect(end.said).to.deep.equal(['task.began', 'task.ended', 'chroot.ended', 'build.ended']);
    const facts = decide(importing(), failed({ stage: 'unpack' }), HOUSE).said;
    expect(facts.at(-1)?.body).to.deep.include({ state: 'failed', stage: 'unpack', round: 0 });
    expect(end.build.chroots.map(({ state }) => state)).to.deep.equal(['failed']);
  });

  it('fails when its task was given up', () => {
    const { build: end } = play(resolvedBuild(), [requeued(3, '42'), givenUp(3, '42')]);
    expect(end.source).to.deep.include({ state: 'failed', stage: 'internal', reason: 'lost three times' });
  });

  it('fails when a script’s chroot is gone, before any builder has it', () => {
    const input = cast.sourceInput({ type: 'custom', params: { chroot: 'fedora-1-x86_64' } });
    const { build: end, said } = decide(build(), resolved(input), HOUSE);
    expect(end.source.reason).to.include('fedora-1-x86_64');
    expect(said.map(({ type }) => type)).to.deep.equal(['build.ended']);
  });

  it('runs a script in the chroot that it names, with the repositories of both', () => {
    const root = {
      name: 'fedora-42-i386',
      engine: 'mock',
      image: null,
      mockConfig: 'fedora-42-i386',
      operatorRepos: ['http://r.test'],
    };
    const params = { chroot: 'fedora-42-i386', repos: 'http://s.test copr://alice/other' };
    const input = cast.sourceInput({ type: 'custom', params, root: { ...root, engine: 'mock' } });
    const { task } = decide(build(), resolved(input), HOUSE).build.source;
    expect(task?.placement).to.deep.include({ engine: 'mock', image: 'kopr/builder:dev', arch: 'x86_64' });
    expect(task?.definition.kopr).to.deep.include({ engine: 'mock', mock_config: 'fedora-42-i386' });
    const urls = task?.definition.repos.map(({ baseurl }) => baseurl);
    expect(urls).to.deep.equal(['http://s.test', 'kopr:results/alice/other/fedora-42-i386/', 'http://r.test']);
    const inside = { frontend: 'http://f', distGit: 'http://d', results: 'http://r', intake: 'http://i' };
    const served = task && addressedSource(task.definition, inside).kopr;
    expect(served?.trusted_repos).to.have.members(['copr_alice_other', 'http_r_test']);
  });

  it('waits for the batch before its own, and then takes its place in line', () => {
    const blocked = resolvedBuild({ batch: { id: 5, blocked: true } });
    expect(decide(build({ batch: { id: 5, blocked: true } }), resolved(), HOUSE).said).to.be.empty;
    const later = { ...HOUSE, now: new Date(NOON.getTime() + 60_000) };
    const { said } = decide(blocked, { type: 'batch.freed', input: cast.input() }, later);
    expect(said.map(({ type }) => type)).to.deep.equal(['task.queued']);
    expect(said[0]?.body).to.deep.include({ queuedAt: '2026-01-01T12:01:00.000Z', batch: 5 });
  });

  it('can be canceled until it is imported', () => {
    const cancel: News = { type: 'cancel', reason: 'canceled by alice' };
    const running = play(resolvedBuild(WAITING), [started(1, '42'), cancel]);
    expect(running.said).to.deep.equal([
      'task.began',
      'build.cancel-requested',
      'task.ended',
      'chroot.ended',
      'build.ended',
    ]);
    const { build: end } = play(importing(), [cancel]);
    expect(stateOf(end)).to.equal('canceled');
    expect(decide(end, imported(), HOUSE).build).to.equal(end);
  });

  it('wants builders only while its task is open', () => {
    expect(whyUnwanted(resolvedBuild(), '42', 1)).to.equal(undefined);
    expect(whyUnwanted(play(resolvedBuild(), [assigned(2, '42')]).build, '42', 1)).to.include('attempt 2');
    expect(whyUnwanted(importing(), '42', 1)).to.equal('another run was accepted');
    expect(whyUnwanted(play(importing(), [failed()]).build, '42', 1)).to.equal('the task is failed');
  });
});

describe('an import that failed', () => {
  it('can be retried alone when there is hope, with all else as it was before', () => {
    const { build: end } = play(importing(), [failed({ stage: 'storage' })]);
    expect(end.source).to.deep.include({ state: 'failed', stage: 'storage', retriable: true });
    const { build: open, said } = play(end, [retry]);
    expect(said).to.deep.equal(['import.requested']);
    expect(open).to.deep.include({ endedAt: null });
    expect(open.source).to.deep.include({ state: 'importing', reason: null, stage: null, retriable: false, round: 1 });
    expect(open.chroots).to.deep.equal([newChroot(ROOT, NOON)]);
    const { build: after } = play(open, [imported()]);
    expect(after.chroots.map(({ state }) => state)).to.deep.equal(['pending']);
  });

  it('begins with dist-git again when no builder had made it yet', () => {
    const { build: open, said } = play(build(), [failed({ stage: 'resolve' }), retry]);
    expect([open.source.state, open.source.round, said]).to.deep.equal(['pending', 1, ['build.ended']]);
  });

  it('cannot be retried without hope, nor when nothing failed', () => {
    for (const at of [play(importing(), [failed({ retriable: false })]).build, importing(), build()]) {
      expect(mayRetryImport(at)).to.equal(false);
      expect(decide(at, retry, HOUSE)).to.deep.equal({ build: at, said: [] });
    }
  });

  it('is not failed by late news of an earlier round, but taken when it succeeded after all', () => {
    const { build: open } = play(importing(), [failed(), retry]);
    expect(decide(open, failed({ round: 0 }), HOUSE).build).to.equal(open);
    expect(play(open, [imported({ round: 0 })]).build.source.state).to.equal('succeeded');
    expect(play(open, [failed({ round: 1 })]).build.source.state).to.equal('failed');
  });

  it('is of no interest while a builder has the task', () => {
    const running = play(resolvedBuild(), [started(1, '42')]).build;
    expect(decide(running, failed(), HOUSE).build).to.equal(running);
  });
});

describe('a source in our own dist-git', () => {
  const OURS = 'http://localhost:5001/git/alice/tools/hello';
  const end = (type: 'distgit' | 'scm', url: string, more = {}): Body<'import.requested'> => {
    const input = cast.sourceInput({
      type,
      params: { type: 'git', clone_url: url, committish: 'a'.repeat(40), ...more },
    });
    const planned = play(build(WAITING), [resolved(input), started(1, '42')]).build;
    const saying = decide(planned, done(1), HOUSE).said.find(({ type: said }) => said === 'import.requested');
    return saying?.body as Body<'import.requested'>;
  };

  it('is built as it was pushed, when it is the project’s own', () => {
    expect(end('distgit', OURS).inPlace).to.equal('alice/tools/hello');
    expect(end('scm', OURS, { srpm_build_method: 'rpkg', subdirectory: '' }).inPlace).to.equal('alice/tools/hello');
    expect(end('distgit', `${OURS.replace('/tools/', '/tools:custom:x/')}.git`).inPlace).to.equal(
      'alice/tools:custom:x/hello',
    );
  });

  it('is imported when it is another project’s, another server’s, or goes through a tool first', () => {
    expect(end('distgit', OURS.replace('/tools/', '/other/')).inPlace).to.equal(null);
    expect(end('distgit', 'https://src.fedoraproject.org/rpms/hello').inPlace).to.equal(null);
    for (const more of [{ srpm_build_method: 'tito' }, { subdirectory: 'packaging' }, { spec: 'other.spec' }])
      expect(end('scm', OURS, more).inPlace).to.equal(null);
    expect(end('scm', OURS.replace('/tools/', '/tools:custom:x/')).inPlace).to.equal(null);
  });

  it('is cloned by builders at the address that they reach, with archives from our lookaside', () => {
    const input = cast.sourceInput({ type: 'distgit', params: { clone_url: OURS, committish: 'f42' } });
    const definition = sourceDefinition(build(), input);
    expect(JSON.parse(definition.source_json)).to.include({ clone_url: OURS });
    const inside = { frontend: 'http://f', distGit: 'http://dist-git:5001', results: 'http://r', intake: 'http://i' };
    const served = addressedSource(definition, inside);
    expect(JSON.parse(served.source_json)).to.include({ clone_url: 'http://dist-git:5001/git/alice/tools/hello' });
    expect(served.kopr.lookasides).to.deep.equal([
      {
        name: 'kopr',
        cloneUrl: 'http://dist-git:5001/git',
        archiveUri: 'http://dist-git:5001/repo/pkgs/{namespace}/{pkgname}/{filename}/{hashtype}/{hash}/{filename}',
      },
    ]);
  });
});
