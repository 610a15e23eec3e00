/** What every backend must do. Run against each kind by a test file of its own. */
import { expect } from 'chai';
import { eventually } from '@kopr/shared/testkit';
import type { Backend, Channel, Contained } from '../src/backends/backend.js';
import { scriptToken, type Script } from '../src/backends/dummy-backend.js';
import { attemptNamed, launchOf } from './kit/attempts.js';

const MARK = { why: 'stop', reason: 'canceled by alice' } as const;
const FOREVER: Script = [{ out: 'here\n' }, { forever: true }];

/** Declares the suite; `backend` is asked for once the tests run. */
export function backendContract(kind: string, backend: () => Backend): void {
  let count = 0;
  const launch = (script: Script, attempt = attemptNamed(`${++count}-minidistro-13-x86_64`)): Promise<Contained> =>
    backend().launch(launchOf(attempt, { token: scriptToken(script) }));
  const read = async (id: string, channel: Channel): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of backend().output(id, channel, new AbortController().signal)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  describe(`a backend: ${kind}`, () => {
    it('runs an attempt and tells its exit code and times', async () => {
      const { id, startedAt } = await launch([{ exit: 3 }]);
      const ending = await backend().ending(id);
      expect(ending).to.include({ exitCode: 3, oomKilled: false, mark: null });
      expect(ending.endedAt.getTime()).to.be.at.least(startedAt?.getTime() ?? Infinity);
    });

    it('starts the same attempt only once', async () => {
      const first = await launch(FOREVER);
      const second = await launch([{ exit: 1 }], first.attempt);
      expect(second.id).to.equal(first.id);
      expect(second.state).to.equal('running');
    });

    it('takes another attempt of a task for another container', async () => {
      const first = await launch(FOREVER);
      const second = await launch(FOREVER, { ...first.attempt, attempt: 2 });
      expect(second.id).to.not.equal(first.id);
    });

    it('gives both outputs from their first byte, also when asked late', async () => {
      const { id } = await launch([{ out: 'one\n' }, { err: 'aside\n' }, { out: 'two' }]);
      await backend().ending(id);
      expect(await read(id, 'stdout')).to.equal('one\ntwo');
      expect(await read(id, 'stderr')).to.equal('aside\n');
    });

    it('gives output while the container runs', async () => {
      const { id } = await launch(FOREVER);
      const [first] = await take(backend().output(id, 'stdout', new AbortController().signal), 1);
      expect(first).to.equal('here\n');
    });

    it('ends the output for a follower who leaves', async () => {
      const { id } = await launch(FOREVER);
      const leaving = new AbortController();
      const reading = take(backend().output(id, 'stdout', leaving.signal), 2);
      leaving.abort();
      expect((await reading).length).to.be.at.most(1);
    });

    it('stops at once and keeps why', async () => {
      const { id } = await launch(FOREVER);
      await backend().stop(id, MARK);
      expect(await backend().ending(id)).to.deep.include({ exitCode: 137, mark: MARK });
      // Asked again, as after a restart: the mark is with the container, not in somebody's memory.
      expect(await backend().ending(id)).to.deep.include({ mark: MARK });
    });

    it('leaves the ending of one that ended by itself as it was', async () => {
      const { id } = await launch([{ exit: 4 }]);
      await backend().ending(id);
      await backend().stop(id, MARK);
      expect(await backend().ending(id)).to.include({ exitCode: 4, mark: null });
    });

    it('lists what is there, running or not, as it was launched', async () => {
      const running = await launch(FOREVER);
      const ended = await launch([]);
      await backend().ending(ended.id);
      const listed = await eventually(
        async () => {
          const found = new Map((await backend().list()).map((contained) => [contained.id, contained]));
          return found.get(ended.id)?.state === 'ended' && found;
        },
        { what: 'the end is listed' },
      );
      expect(listed.get(running.id)).to.deep.include({ state: 'running', attempt: running.attempt });
    });

    it('cuts and mends the network as often as asked', async () => {
      const { id } = await launch(FOREVER);
      for (const want of ['off', 'off', 'on', 'on'] as const) await backend().network(id, want);
    });

    it('removes a running container, and one that is gone', async () => {
      const { id } = await launch(FOREVER);
      await backend().remove(id);
      await backend().remove(id);
      expect((await backend().list()).map((contained) => contained.id)).to.not.include(id);
    });

    it('says of a container that is gone that it vanished', async () => {
      const { id } = await launch(FOREVER);
      await backend().remove(id);
      const calls = [() => backend().ending(id), () => backend().stop(id, MARK), () => read(id, 'stdout')];
      for (const call of calls) {
        const error: unknown = await call().catch((thrown: unknown) => thrown);
        expect(error).to.have.property('code', 'vanished');
      }
    });
  });
}

async function take(output: AsyncIterable<Buffer>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const chunk of output) if (found.push(chunk.toString()) >= count) break;
  return found;
}
