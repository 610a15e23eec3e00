import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { expect } from 'chai';
import { filesIn } from './files.js';
import { output } from './git.js';
import { makeSrpm } from './make-srpm.js';
import { setStage, type Stage } from './stage.js';

type Imported = Body<'source.imported'>;

describe('the same SRPM', () => {
  let stage: Stage;
  let srpm: Buffer;
  before(async () => {
    stage = await setStage();
    await Promise.all([stage.start(), stage.start()]);
    srpm = await makeSrpm();
  });
  after(() => stage[Symbol.asyncDispose]());

  const commits = async () => {
    const repository = stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    return Number(await output(repository, 'git', 'rev-list', '--all', '--count'));
  };
  const copies = async () => (await filesIn(join(stage.dataDir, 'blobs'))).length;

  it('makes one commit and one copy when it comes several times at once, to two replicas', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((build) => stage.import(build, srpm)));
    const [first, ...others] = answers.map((answer) => (answer as Imported).commits);
    for (const other of others) expect(other).to.deep.equal(first);
    expect([await commits(), await copies()]).to.deep.equal([1, 1]);
  });

  it('makes no second one when it comes again later', async () => {
    const [first, again] = [await stage.answer(1), await stage.import(5, srpm)];
    expect((again as Imported).commits).to.deep.equal((first as Imported).commits);
    expect([await commits(), await copies()]).to.deep.equal([1, 1]);
  });

  it('makes no second copy in other packages’ repositories and other projects', async () => {
    const project = { id: 8, owner: 'bob', name: 'mine', dirname: 'mine' };
    const answers = await Promise.all([6, 7].map((build) => stage.import(build, srpm, { project })));
    expect((answers[0] as Imported).commits).to.deep.equal((answers[1] as Imported).commits);
    expect([await commits(), await copies()]).to.deep.equal([1, 1]);
  });
});
