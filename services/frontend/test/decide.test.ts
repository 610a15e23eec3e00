import type { BodyInput } from '@kopr/proto';
import { envelopeOf } from '@kopr/shared/bus';
import { expect } from 'chai';
import { stateOf, reasonOf } from '../src/domain/build.js';
import { decide } from '../src/domain/decide.js';
import { newChroot } from '../src/domain/plan.js';
import type { Saying } from '../src/domain/orders.js';
import { publishRequestId } from '../src/domain/chroot-run.js';
import { whyExcluded } from '../src/domain/arch-limits.js';
import * as cast from './cast.js';

const { build, finished, started, assigned, requeued, givenUp, published, play, only, planned, HOUSE, NOON, ROOT } =
  cast;
const REQUEST = publishRequestId(`42-${ROOT}`, 1);

describe('a build', () => {
  it('goes from its import to its end, saying each thing once', () => {
    const { build: end, said } = play(build(), [
      { type: 'source.imported', body: cast.imported(), input: cast.input() },
      assigned(1),
      started(1),
      finished(1),
      published(REQUEST),
    ]);
    expect(stateOf(end)).to.equal('succeeded');
    expect(said).to.deep.equal([
      'task.queued',
      'task.began',
      'publish.requested',
      'task.ended',
      'chroot.ended',
      'build.ended',
    ]);
    expect(only(end).packages.map(({ name }) => name)).to.deep.equal(['hello']);
  });

  it('says nothing when a message is repeated', () => {
    const { build: end } = play(planned(), [assigned(1), started(1), finished(1), published(REQUEST)]);
    for (const news of [assigned(1), started(1), finished(1), published(REQUEST)]) {
      const again = decide(end, news, HOUSE);
      expect(again.build).to.equal(end);
      expect(again.said).to.be.empty;
    }
  });

  it('counts a finish that is heard before its start', () => {
    const { build: end, said } = play(planned(), [finished(1), started(1), assigned(1)]);
    expect(only(end).phase).to.equal('publishing');
    expect(said).to.deep.equal(['publish.requested', 'task.began']);
  });

  it('accepts the first finisher that is current, and no other', () => {
    const { build: after, said } = play(planned(), [
      started(1),
      requeued(1),
      finished(1),
      started(2),
      finished(2),
      finished(3),
    ]);
    expect(only(after)).to.deep.include({ request: publishRequestId(`42-${ROOT}`, 2), phase: 'publishing' });
    expect(said.filter((type) => type === 'publish.requested')).to.have.length(1);
  });

  it('is succeeded only when its own order was published', () => {
    const publishing = play(planned(), [finished(1)]).build;
    expect(stateOf(play(publishing, [published('01890a5d-ac96-774b-bcce-b302099a8057')]).build)).to.equal('running');
    expect(stateOf(play(publishing, [published(REQUEST)]).build)).to.equal('succeeded');
  });

  it('fails with the reason of its builder', () => {
    const { build: end, said } = play(planned(), [
      started(1),
      finished(1, { outcome: 'failed', reason: 'make: *** [all] Error 1' }),
    ]);
    expect(stateOf(end)).to.equal('failed');
    expect(reasonOf(end)).to.equal(`${ROOT}: make: *** [all] Error 1`);
    expect(said).to.deep.equal(['task.began', 'task.ended', 'chroot.ended', 'build.ended']);
  });

  it('fails when its task was given up, also when its last attempt is known to be lost', () => {
    const { build: end } = play(planned(), [requeued(3), givenUp(3)]);
    expect(only(end)).to.deep.include({ state: 'failed', reason: 'lost three times' });
  });

  it('puts a task that was stopped without a cancel back in line, under a number that the scheduler has not seen', () => {
    const { build: after, said } = play(planned(), [started(1), finished(1, { outcome: 'stopped' })]);
    expect(only(after)).to.deep.include({ state: 'pending', progress: { attempt: 2, phase: 'queued' } });
    expect(said).to.deep.equal(['task.began', 'task.queued']);
    expect(play(after, [finished(1, { outcome: 'stopped' })]).said).to.be.empty;
    expect(stateOf(play(after, [finished(3), published(publishRequestId(`42-${ROOT}`, 3))]).build)).to.equal(
      'succeeded',
    );
  });

  it('fails when its builders are stopped again and again', () => {
    const stops = Array.from({ length: 10 }, (_, i) => finished(i + 1, { outcome: 'stopped' }));
    expect(stateOf(play(planned(), stops).build)).to.equal('failed');
  });

  it('keeps an accepted attempt when it is heard to be lost', () => {
    const { build: after } = play(planned(), [finished(1), requeued(1), givenUp(1), assigned(2)]);
    expect(only(after).phase).to.equal('publishing');
  });
});

describe('a build’s import', () => {
  it('ends the build, and what waits for it, when it fails', () => {
    const waiting = build({ chosen: [ROOT], chroots: [newChroot(ROOT, NOON)] });
    const { build: end, said } = play(waiting, [
      { type: 'source.failed', body: cast.sourceFailure('not-an-srpm', 'no RPM header') },
    ]);
    expect(stateOf(end)).to.equal('failed');
    expect(reasonOf(end)).to.equal('no RPM header');
    expect(said).to.deep.equal(['chroot.ended', 'build.ended']);
  });

  it('skips a chroot whose architecture the package excludes', () => {
    const limits = { '*': { exclusive: ['aarch64'], exclude: [], build: [] } };
    const { build: end, said } = play(build(), [
      { type: 'source.imported', body: cast.imported({ limits }), input: cast.input() },
    ]);
    expect(stateOf(end)).to.equal('skipped');
    expect(said).to.deep.equal(['chroot.ended', 'build.ended']);
  });

  it('skips by the same rule as builders: by the chroot’s own release, and by RPM’s names of its architecture', () => {
    const limits = {
      '*': { exclusive: ['aarch64'], exclude: [], build: [] },
      'fedora-42': { exclusive: ['x86_64', 'i686'], exclude: [], build: [] },
    };
    expect(whyExcluded(limits, 'fedora-42-i386')).to.equal(undefined);
    expect(whyExcluded(limits, 'fedora-42-aarch64')).to.equal('the package is not for aarch64 (ExclusiveArch)');
    expect(whyExcluded(limits, 'fedora-41-aarch64')).to.equal(undefined);
  });

  it('fails a chroot that was chosen and is not enabled any more, and builds the others', () => {
    const { build: after } = play(build({ chosen: [ROOT, 'fedora-42-x86_64'] }), [
      { type: 'source.imported', body: cast.imported(), input: cast.input() },
    ]);
    expect(after.chroots.map(({ state }) => state)).to.deep.equal(['pending', 'failed']);
    expect(stateOf(after)).to.equal('pending');
  });

  it('leaves a chroot alone that was enabled since it was asked for, unless that was chosen', () => {
    const roots = [cast.root(), { ...cast.root('epel-10-x86_64'), branch: 'epel10' }];
    const news = { type: 'source.imported', body: cast.imported(), input: cast.input(roots) } as const;
    const { build: after } = play(build(), [news]);
    expect(after.chroots.map(({ name, state }) => [name, state])).to.deep.equal([[ROOT, 'pending']]);
    const chosen = play(build({ chosen: ['epel-10-x86_64'] }), [news]).build;
    expect(only(chosen).reason).to.equal('dist-git has no commit for the branch epel10');
  });

  it('fails the build when the project has no chroot', () => {
    const { build: end } = play(build(), [{ type: 'source.imported', body: cast.imported(), input: cast.input([]) }]);
    expect(stateOf(end)).to.equal('failed');
  });

  it('is of no interest once the build was canceled', () => {
    const canceled = decide(build(), { type: 'cancel', reason: 'canceled by alice' }, HOUSE);
    expect(canceled.said.map(({ type }) => type)).to.deep.equal(['build.cancel-requested', 'build.ended']);
    const late = decide(canceled.build, { type: 'source.imported', body: cast.imported(), input: cast.input() }, HOUSE);
    expect(late.build).to.equal(canceled.build);
  });
});

describe('what is said of a build', () => {
  it('fits into messages, however long its reasons and versions are', () => {
    const roots = Array.from({ length: 100 }, (_, i) => cast.root(`fedora-42-arch${i}`));
    const body = cast.imported({ version: '1'.repeat(255), release: '2'.repeat(255) });
    const planned = decide(build(), { type: 'source.imported', body, input: cast.input(roots) }, HOUSE).build;
    let at = planned;
    const said: Saying[] = [];
    for (const { name } of roots) {
      const task = `42-${name}`;
      const decision = decide(at, finished(1, { outcome: 'failed', reason: 'x'.repeat(2000) }, task), HOUSE);
      at = decision.build;
      said.push(...decision.said);
    }
    expect(said.at(-1)?.type).to.equal('build.ended');
    for (const { type, body: one } of said) {
      expect(() => envelopeOf(type as 'build.ended', one as BodyInput<'build.ended'>), type).not.to.throw();
      expect(JSON.stringify(one).length).to.be.lessThan(64 * 1024);
    }
  });
});

describe('a cancel', () => {
  it('ends what runs at once, and what is heard later changes nothing', () => {
    const { build: end, said } = play(planned(), [
      started(1),
      { type: 'cancel', reason: 'canceled by alice' },
      finished(1),
    ]);
    expect(stateOf(end)).to.equal('canceled');
    expect(said).to.deep.equal(['task.began', 'build.cancel-requested', 'task.ended', 'chroot.ended', 'build.ended']);
  });

  it('comes too late when everything is on its way into the repository', () => {
    const publishing = play(planned(), [finished(1)]).build;
    expect(decide(publishing, { type: 'cancel', reason: 'x' }, HOUSE).build).to.equal(publishing);
  });

  it('lets an accepted chroot go on, and the build ends with it', () => {
    const roots = [cast.root(), cast.root('fedora-42-x86_64')];
    const { build: after, said } = play(planned(roots), [finished(1), { type: 'cancel', reason: 'x' }]);
    expect(after.chroots.map(({ state }) => state)).to.deep.equal(['running', 'canceled']);
    expect(said).not.to.include('build.ended');
    const end = play(after, [published(REQUEST)]);
    expect(end.said).to.include('build.ended');
    expect(stateOf(end.build)).to.equal('canceled');
  });

  it('of a deleted project waits for nobody', () => {
    const { build: end, said } = play(planned(), [finished(1), { type: 'abandon', reason: 'the project was deleted' }]);
    expect(end.endedAt).not.to.equal(null);
    expect(said).to.include.members(['build.cancel-requested', 'build.ended']);
  });
});
