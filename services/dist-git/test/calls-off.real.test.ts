import type { ServerResponse } from 'node:http';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { makeSrpm } from './make-srpm.js';
import { writeSrpm } from './rpm-writer.js';
import { PROJECT, requestOf, setStage, type Stage } from './stage.js';

const cancel = (build: number) => ({ build, projectId: PROJECT.id, reason: 'canceled by alice' });
const deleted = { project: PROJECT, dirnames: ['tools'] };

describe('an import that is called off', () => {
  let stage: Stage;
  let url: string;
  beforeEach(async () => {
    stage = await setStage({ KOPR_IMPORT_LEASE: '1' });
    ({ url } = await stage.start());
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  /** A download that begins and does not end until the test ends it. */
  function stalled(path: string): Promise<ServerResponse> {
    return new Promise((resolve) =>
      stage.web.has.set(path, (response) => {
        response.write('x');
        resolve(response);
      }),
    );
  }
  const status = async (path: string) => (await fetch(`${url}${path}`)).status;
  const clonable = `/git/alice/tools/hello/info/refs?service=git-upload-pack`;

  it('ends while it downloads, soon after its build was canceled', async () => {
    const begun = stalled('/slow');
    await stage.say('source.requested', requestOf(1, `${stage.web.url}/slow`, Buffer.alloc(10)));
    await begun;
    await stage.say('build.cancel-requested', cancel(1));
    expect(await stage.answer(1)).to.include({ code: 'canceled' });
  });

  it('does not begin when the cancel comes first', async () => {
    await stage.say('build.cancel-requested', cancel(2));
    await eventually(async () => (await stage.db.query<unknown[]>('SELECT 1 FROM tombstones')).length === 1, {
      what: 'the tombstone',
    });
    expect(await stage.import(2, writeSrpm())).to.include({ code: 'canceled' });
    expect(stage.web.asked).to.deep.equal([]);
  });

  it('leaves nothing of a deleted project, and a new project of its name begins anew', async () => {
    const old = await stage.import(3, await makeSrpm());
    expect(await status(clonable)).to.equal(200);
    await stage.say('project.deleted', deleted);
    await eventually(async () => (await status(clonable)) === 404, { what: 'the repository is gone' });
    expect(await stage.import(4, writeSrpm())).to.include({ code: 'canceled' });
    await eventually(
      async () => {
        const left = await Promise.all(
          ['trash', 'blobs'].map((dir) => readdir(join(stage.dataDir, dir), { recursive: true, withFileTypes: true })),
          // A directory that went while it was read: not empty yet.
        ).catch(() => undefined);
        return left?.flat().every((one) => one.isDirectory());
      },
      { what: 'trash and blobs are empty' },
    );
    const renewed = await stage.import(5, await makeSrpm(), { project: { ...PROJECT, id: 8 } });
    expect(renewed).to.have.property('commits');
    expect(renewed).to.not.deep.include({ commits: (old as { commits?: unknown }).commits });
  });

  it('does not touch the new project when the old one’s delete comes late', async () => {
    await stage.import(6, await makeSrpm());
    await stage.import(7, await makeSrpm({ name: 'fresh' }), { project: { ...PROJECT, id: 8 } });
    expect(await status(clonable)).to.equal(404);
    await stage.say('project.deleted', deleted);
    expect(await stage.import(8, await makeSrpm())).to.include({ code: 'canceled' });
    await access(join(stage.dataDir, 'git/alice/tools/fresh.git'));
  });

  it('does not end when a running import still writes to a deleted project', async () => {
    const begun = stalled('/slow');
    await stage.import(9, await makeSrpm());
    await stage.say('source.requested', requestOf(10, `${stage.web.url}/slow`, Buffer.alloc(10)));
    await begun;
    await stage.say('project.deleted', deleted);
    expect(await stage.answer(10)).to.include({ code: 'canceled' });
    await eventually(async () => (await status(clonable)) === 404, {
      what: 'the repository is gone',
      withinMs: 15_000,
    });
  });
});
