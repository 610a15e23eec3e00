/** The builder: one task from its definition to its manifest, in a container that is thrown away afterwards. */
import { existsSync } from 'node:fs';
import { EXIT_SUPERSEDED, type RpmDefinition } from '@kopr/proto';
import { readOrders, type Orders } from './config.js';
import { cut } from './domain/text.js';
import { withinReach } from './domain/within-reach.js';
import { Ended, Superseded } from './ended.js';
import { mockEngine } from './engines/mock/mock-engine.js';
import { rpmbuildEngine } from './engines/rpmbuild/rpmbuild-engine.js';
import { getDefinition } from './net/definition.js';
import { createLink } from './net/link.js';
import { doorOf } from './net/intake.js';
import { awaitOwnRepos } from './net/own-repos.js';
import { sayControl } from './report/control.js';
import { deliver, type Verdict } from './report/deliver.js';
import { writeHardwareInfo } from './report/hardware.js';
import { createJournal, type Journal } from './report/journal.js';
import { hasMemoryRunOut } from './system/memory.js';
import { makeFolders, type Engine, type Workplace } from './workplace.js';

const ENGINES: Readonly<Record<RpmDefinition['kopr']['engine'], Engine>> = {
  rpmbuild: rpmbuildEngine,
  mock: mockEngine,
};

async function main(): Promise<void> {
  const orders = readOrders(process.env);
  const folders = makeFolders();
  const journal = createJournal(`${folders.results}/state.log`);
  const asked = await journal.stage('definition', 'definition', () => getDefinition(orders, journal.say));
  const { definition, notes } = withinReach(asked, { podman: existsSync('/usr/bin/podman') });
  journal.say(
    `task ${orders.task}, attempt ${orders.attempt}, engine ${definition.kopr.engine}, Node ${process.version}`,
  );
  for (const note of notes) journal.say(note);
  writeHardwareInfo(folders.results);
  const link = linkOf(orders, definition);
  const workplace = { orders, definition, journal, link, ...folders };
  const verdict = await verdictOf(workplace);
  journal.say(verdict.reason ?? verdict.outcome);
  await journal.stage('upload', 'upload', async () => {
    await link.mend();
    const { results: dir } = folders;
    await deliver({ orders, intakeUrl: definition.kopr.intake_url, dir, say: journal.say }, verdict);
  });
}

/** mock cuts the network of its build phase itself; elsewhere the manager does. */
function linkOf(orders: Orders, definition: RpmDefinition): Workplace['link'] {
  const isManagers = definition.kopr.engine === 'rpmbuild';
  return createLink(definition.enable_net || !isManagers, doorOf(orders, definition.kopr.intake_url).base);
}

async function verdictOf(workplace: Workplace): Promise<Verdict> {
  const { definition, journal } = workplace;
  try {
    await awaitOwnRepos(definition.repos, journal.say);
    return await ENGINES[definition.kopr.engine](workplace);
  } catch (error) {
    if (error instanceof Ended) return { outcome: error.outcome, reason: inContext(error), packages: [] };
    // A surprise is told in the log in full and in the reason in short: the logs so far are worth delivering.
    journal.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { outcome: 'failed', reason: cut(`the builder failed: ${String(error)}`), packages: [] };
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
  sayControl({ kopr: 'died', reason: cut(error instanceof Error ? error.message : String(error)) });
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
