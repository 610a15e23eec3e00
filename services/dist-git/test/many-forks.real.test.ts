import { randomBytes } from 'node:crypto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { clone, output } from './git.js';
import { writeSrpm } from './rpm-writer.js';
import { PROJECT, setStage } from './stage.js';

const MIB = 1024 * 1024;
const FORKS = 100;
const SIZE = 50 * MIB;

describe('a package of 50 MB', () => {
  it('is stored about once in a hundred forks', async () => {
    await using stage = await setStage();
    const { url } = await stage.start();
    const archive = { name: 'big-1.0.tar.gz', content: randomBytes(SIZE) };
    const files = [archive, { name: 'big.spec', content: 'Name: big\n' }];
    await stage.import(1, writeSrpm({ name: 'big', files }));
    const names = Array.from({ length: FORKS }, (_, index) => `fork${index}`);
    for (const [index, name] of names.entries()) {
      const to = { id: 100 + index, owner: `user${index}`, name, dirname: name };
      await stage.say('source.fork-requested', { from: PROJECT, to, packages: ['big'] });
    }
    await eventually(
      async () => {
        const [waiting] = await stage.db.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM forks');
        const [handled] = await stage.db.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM inbox');
        return Number(waiting?.n) === 0 && Number(handled?.n) === FORKS + 1;
      },
      { what: 'all forks', withinMs: 60_000 },
    );
    // Whoever reads it gets all of it.
    const last = await clone(`${url}/git/user${FORKS - 1}/${names[FORKS - 1] ?? ''}/big`);
    const sha512 = (await output(last, 'cat', 'sources')).split(' ').at(-1) ?? '';
    const path = `/repo/pkgs/user${FORKS - 1}/${names[FORKS - 1] ?? ''}/big/${archive.name}/sha512/${sha512}/${archive.name}`;
    expect((await fetch(url + path, { method: 'HEAD' })).headers.get('content-length')).to.equal(String(SIZE));
    const used = Number((await output(stage.dataDir, 'du', '-sB1', '.')).split('\t')[0]);
    expect(used).to.be.within(SIZE, SIZE + 10 * MIB);
  });
});
