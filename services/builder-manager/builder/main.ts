/** The builder: one task from its definition to its manifest, in a container that is thrown away afterwards. */
import { EXIT_SUPERSEDED } from '@kopr/proto';
import { readOrders } from './config.js';
import { cut } from './domain/text.js';
import { Ended, HostFault, Superseded } from './ended.js';
import { openRpmTask } from './rpm-task.js';
import { sayControl } from './report/control.js';
import { deliver, type Verdict } from './report/deliver.js';
import { writeHardwareInfo } from './report/hardware.js';
import { createJournal, type Journal } from './report/journal.js';
import { openSourceTask } from './sources/source-task.js';
import { clearDisk, fullDisk } from './system/disk.js';
import { makeFolders } from './system/folders.js';
import { keepInspectorShut } from './system/inspector.js';
import { hasMemoryRunOut } from './system/memory.js';
import { kindOf, type OpenTask, type Task, type TaskKind } from './task.js';

const OPEN: Readonly<Record<TaskKind, OpenTask>> = { rpm: openRpmTask, source: openSourceTask };

async function main(): Promise<void> {
  keepInspectorShut();
  const orders = readOrders(process.env);
  const kind = kindOf(orders.task);
  const folders = makeFolders({ deliverLogs: kind === 'rpm' });
  const journal = createJournal(`${folders.logs}/state.log`);
  const task = await journal.stage('definition', 'definition', () => OPEN[kind]({ orders, journal, ...folders }));
  journal.say(`task ${orders.task}, attempt ${orders.attempt}, Node ${process.version}`);
  writeHardwareInfo(folders.logs);
  const verdict = await verdictOf(task, journal);
  journal.say(verdict.reason ?? verdict.outcome);
  await journal.stage('upload', 'upload', async () => {
    await task.link.mend();
    await deliver({ orders, intakeUrl: task.intakeUrl, dir: folders.results, say: journal.say }, verdict);
  });
}

async function verdictOf(task: Task, journal: Journal): Promise<Verdict> {
  try {
    return await task.work();
  } catch (error) {
    const full = fullDisk(error);
    if (full !== undefined) throw new HostFault(full, { cause: error });
    if (error instanceof HostFault) throw error;
    if (error instanceof Ended) {
      const stage = error.stage ?? task.failsAt;
      return { outcome: error.outcome, reason: inContext(error), packages: [], stage };
    }
    // A surprise is told in the log in full and in the reason in short: the logs so far are worth delivering.
    journal.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return {
      outcome: 'failed',
      reason: cut(`the builder failed: ${String(error)}`),
      packages: [],
      stage: task.failsAt,
    };
  }
}

/** What the tools say of a killed process tells nobody that it was memory. */
function inContext({ outcome, message }: Ended): string {
  return outcome === 'failed' && hasMemoryRunOut() ? cut(`out of memory: ${message}`) : message;
}

function explain(error: unknown, say: Journal['say']): number {
  if (error instanceof Superseded) {
    say(`this attempt is not wanted any more: ${error.message}`);
    return EXIT_SUPERSEDED;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const full = fullDisk(error);
  // What still runs on this host needs the room at once.
  if (full !== undefined) clearDisk();
  const reason = cut(full ?? (error instanceof Error ? error.message : String(error)));
  sayControl({ kopr: 'died', reason, fault: full !== undefined || error instanceof HostFault ? 'host' : 'task' });
  return 1;
}

try {
  await main();
  sayControl({ kopr: 'phase', phase: 'done', at: Date.now() / 1000 });
  // Kept connections would hold the process open for seconds.
  process.exit(0);
} catch (error) {
  process.exit(explain(error, (text) => void process.stdout.write(`${text}\n`)));
}
