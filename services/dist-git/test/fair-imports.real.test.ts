import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { orderOf } from '../src/domain/order.js';
import { enqueue } from '../src/store/enqueue.js';
import { writeSrpm } from './rpm-writer.js';
import { PROJECT, requestOf, setStage, type Stage } from './stage.js';

const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const BOBS = { id: 8, owner: 'bob', name: 'mine', dirname: 'mine' };
/** One owner's, all at once. */
const MANY = 200;

describe('two hundred imports of one owner', () => {
  let stage: Stage;
  beforeEach(async () => (stage = await setStage()));
  afterEach(() => stage[Symbol.asyncDispose]());

  /** Puts an order in line, as its message would. */
  function putInLine(build: number, path: string, srpm: Buffer, project = PROJECT): Promise<unknown> {
    const order = orderOf(requestOf(build, `${stage.web.url}${path}`, srpm, { project }));
    return enqueue(stage.db.manager, order, TRACE);
  }
  const srpmOf = (name: string): Buffer =>
    writeSrpm({ name, files: [{ name: `${name}.spec`, content: `Name: ${name}\n` }] });
  const begun = (owner: string) => stage.web.asked.filter((path) => path.startsWith(`/${owner}/`)).length;

  for (const workers of [1, 4]) {
    it(`let another's single one begin as soon as one of them is through, with ${workers} worker(s)`, async () => {
      for (let build = 1; build <= MANY; build++) {
        const srpm = srpmOf(`p${build}`);
        stage.web.has.set(`/alice/${build}`, srpm);
        await putInLine(build, `/alice/${build}`, srpm);
      }
      // Written down when bob's begins: how many alice has got.
      let alicesWhenBobBegan = Infinity;
      const bobs = srpmOf('bobs');
      stage.web.has.set('/bob', (response) => {
        alicesWhenBobBegan = begun('alice');
        response.end(bobs);
      });
      await stage.start({ KOPR_IMPORT_WORKERS: String(workers) });
      await eventually(() => begun('alice') >= 10, { what: 'alice’s imports run', withinMs: 20_000 });
      await putInLine(1000, '/bob', bobs, BOBS);
      const before = begun('alice');
      expect(await stage.answer(1000)).to.include({ package: 'bobs' });
      // Each worker may have claimed one in the moment when bob's was put in line: one import's time, and no more.
      expect(alicesWhenBobBegan - before).to.be.at.most(workers);
      expect(begun('alice'), 'alice still waits').to.be.below(MANY);
    });
  }
});
