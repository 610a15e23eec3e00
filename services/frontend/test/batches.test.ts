import { expect } from 'chai';
import { stateOf, type Build } from '../src/domain/build.js';
import { decide, type News } from '../src/domain/decide.js';
import { nextLook, openTasks, remind } from '../src/domain/remind.js';
import * as cast from './cast.js';

const ROOTS = [cast.root(), cast.root('fedora-42-x86_64')];
const NAMES = ROOTS.map(({ name }) => name);
const IMPORTED: News = { type: 'source.imported', body: cast.imported(), input: cast.input(ROOTS) };
const FREED: News = { type: 'batch.freed', input: cast.input(ROOTS) };
const MANY_DAYS = new Date(cast.NOON.getTime() + 30 * 86_400_000);

const blocked = (more: Partial<Build> = {}) => cast.build({ batch: { id: 5, blocked: true }, ...more });
const states = (build: Build) => build.chroots.map(({ state }) => state);

describe('a build whose batch waits for another', () => {
  it('has its source imported at once, and its chroots wait', () => {
    const { build, said } = cast.play(blocked(), [IMPORTED]);
    expect([build.source.state, build.package, build.version]).to.deep.equal(['succeeded', 'hello', '1.0-1']);
    expect([states(build), stateOf(build), said]).to.deep.equal([['waiting', 'waiting'], 'pending', []]);
  });

  it('is planned when the other is over, with its batch in every task', () => {
    const { build, said } = cast.play(blocked(), [IMPORTED, FREED]);
    expect([states(build), said]).to.deep.equal([
      ['pending', 'pending'],
      ['task.queued', 'task.queued'],
    ]);
    expect(build.chroots.map(({ task }) => task?.placement.batch)).to.deep.equal([5, 5]);
    expect([build.batch, build.imported]).to.deep.equal([{ id: 5, blocked: false }, null]);
  });

  it('becomes the same, whether its source or its turn comes first', () => {
    const late = cast.play(blocked(), [IMPORTED, FREED]);
    const early = cast.play(blocked(), [FREED, IMPORTED]);
    expect(early).to.deep.equal(late);
  });

  it('is planned once, however often it is let go on', () => {
    const once = cast.play(blocked(), [IMPORTED, FREED]);
    const often = cast.play(once.build, [FREED, IMPORTED, FREED]);
    expect(often).to.deep.equal({ build: once.build, said: [] });
  });

  it('waits as long as it takes, and nothing is said for it', () => {
    const { build } = cast.play(blocked(), [IMPORTED]);
    const later = { ...cast.HOUSE, now: MANY_DAYS };
    const decision = remind(build, () => expect.fail('the source is there'), later, 1);
    expect([decision.build, decision.said, openTasks(build)]).to.deep.equal([build, [], []]);
    expect(nextLook(build, cast.NOON, 1)).to.be.an.instanceOf(Date);
  });

  it('can be canceled while it waits, and stays so when it is let go on', () => {
    const { build, said } = cast.play(blocked(), [IMPORTED, { type: 'cancel', reason: 'canceled by alice' }]);
    expect([states(build), stateOf(build)]).to.deep.equal([['canceled', 'canceled'], 'canceled']);
    expect(said).to.include('build.ended');
    const after = cast.play(build, [FREED]);
    expect([states(after.build), after.said]).to.deep.equal([['canceled', 'canceled'], []]);
    expect(after.build.batch?.blocked).to.equal(false);
  });

  it('fails with its source, whatever its batch waits for', () => {
    const failed: News = { type: 'source.failed', body: cast.sourceFailure('download', 'no such file') };
    const { build, said } = cast.play(blocked(), [failed]);
    expect([stateOf(build), said]).to.deep.equal(['failed', ['build.ended']]);
  });

  it('fails at once where the project has no chroots', () => {
    const { build } = cast.play(blocked(), [{ ...IMPORTED, input: cast.input([]) }]);
    expect([stateOf(build), build.imported]).to.deep.equal(['failed', null]);
  });

  it('keeps the chroots that it had when it was imported, and fails those that are gone since', () => {
    const { build } = cast.play(blocked(), [IMPORTED]);
    const [first] = ROOTS;
    const others = cast.input([first!, cast.root('fedora-42-aarch64')]);
    const free = decide(build, { type: 'batch.freed', input: others }, cast.HOUSE).build;
    expect(free.chroots.map(({ name, state }) => [name, state])).to.deep.equal([
      [NAMES[0], 'pending'],
      [NAMES[1], 'failed'],
    ]);
  });

  it('is planned at its import when nothing is in its way', () => {
    const free = cast.build({ batch: { id: 5, blocked: false } });
    expect(states(cast.play(free, [IMPORTED]).build)).to.deep.equal(['pending', 'pending']);
  });
});
