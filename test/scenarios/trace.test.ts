/** Acceptance: one trace id runs through the logs of all six services for one build, one line per message handled. */
import { expect } from 'chai';
import { packager } from '../kit/client.js';
import { srpm } from '../kit/srpm.js';
import { logsOf, until } from '../kit/stack.js';

const SERVICES = ['frontend', 'dist-git', 'scheduler', 'builder-manager', 'repo-publisher', 'notifier'];

describe('the trace of a build', function () {
  this.timeout(180_000);

  it('is the same in the logs of all six services, with one line per message handled', async () => {
    const dave = await packager('dave');
    await dave.project('trace');
    const { id } = await dave.upload('trace', await srpm({ name: 'traced' }));
    expect((await dave.ended(id)).state).to.equal('succeeded');

    const first = (await logsOf('dist-git')).find((line) => line.message === 'message handled' && line.build === id);
    const traceId = first?.traceId;
    expect(traceId).to.match(/^[0-9a-f]{32}$/);

    const handled = await until('all six services logged the trace', 30_000, async () => {
      const lines = await Promise.all(
        SERVICES.map(async (service) =>
          (await logsOf(service)).filter((line) => line.traceId === traceId && line.message === 'message handled'),
        ),
      );
      return lines.every((one) => one.length > 0) && lines.flat();
    });
    const keys = handled.map((line) => `${String(line.service)} ${String(line.id)}`);
    expect(new Set(keys).size, 'one line per message and service').to.equal(keys.length);
  });
});
