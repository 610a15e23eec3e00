/** A custom script in a chroot that mock makes inside this container. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMockConfig, scriptMockConfigOf } from '../domain/mock-config.js';
import { asShown } from '../domain/mock-output.js';
import { bringOut, packSources, planScript } from '../domain/mock-script.js';
import { tellingLines } from '../domain/reasons.js';
import { cut } from '../domain/text.js';
import { mockEnv } from '../engines/mock/run-mock.js';
import { failed } from '../ended.js';
import { guardedRepos } from '../net/guarded-repos.js';
import { toMemory, toStdout } from '../report/sinks.js';
import { run } from '../system/command.js';
import type { RunScript } from './custom.js';
import type { SourceRoom } from './source-room.js';
import { onlySpec } from './srpm.js';

const CONFIG = '/etc/mock/kopr-task.cfg';

/** The first run of mock that fails gives the verdict. */
export const scriptInMock: RunScript = async (room, order) => {
  const { definition, orders, guard, out } = room;
  writeFileSync(CONFIG, renderMockConfig(scriptMockConfigOf(definition, guardedRepos(definition, guard))));
  const uniqueExt = `${orders.task}-${orders.attempt}`;
  const paths = { ...order, config: CONFIG, results: out, uniqueExt };
  for (const { title, argv } of planScript(paths, order.packages, { ...guard.env, ...order.env })) {
    await mock(room, title, argv);
  }
  const sources = join(room.work, 'sources');
  mkdirSync(sources);
  chownSync(sources, room.tools.user.uid, room.tools.user.gid);
  const brought = join(sources, 'result');
  await mock(room, 'copy of what the script made', bringOut(paths, order.resultdir, brought));
  await mock(room, 'source package', packSources(paths, onlySpec(brought), brought));
};

const NO_SUCH_PROGRAM = 127;

async function mock(
  { tools, journal, guard }: SourceRoom,
  title: string,
  argv: readonly [string, ...string[]],
): Promise<void> {
  journal.say(`mock: ${title}`);
  const memory = toMemory();
  const output = asShown((lines) => [toStdout, memory].forEach((sink) => sink(lines)));
  const trouble = guard.watch();
  const code = await tools.hold(run({ argv, env: mockEnv(tools.user), sinks: [output.take] }));
  output.end();
  if (code === NO_SUCH_PROGRAM) throw failed('the builder image has no mock');
  if (code === 0) return;
  const { refused, unreachable } = trouble();
  throw failed(cut(`${title} failed: ${refused ?? unreachable ?? tellingLines(memory.lines())}`));
}
