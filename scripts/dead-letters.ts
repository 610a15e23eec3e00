/**
 * Lists, shows and replays the messages that nobody could handle.
 *   KOPR_AMQP_URL=amqp://… node --conditions=source --import tsx scripts/dead-letters.ts [--parked] list | show ID | replay ID
 * `--parked`: those of a version that the running release does not know, instead of those rejected or given up.
 */
import { parseArgs } from 'node:util';
import { createBus, type DeadLetter, type Letters } from '@kopr/shared/bus';
import { silentLog } from '@kopr/shared/log';

const MOST = 10_000;
const USAGE = 'usage: dead-letters [--parked] list | show ID | replay ID; KOPR_AMQP_URL says where the broker is';

/** One line for each letter: when, where from, what, which one, why. */
function lineOf({ at, queue, type, id, attempt, reason }: DeadLetter): string {
  return [at, queue, type, id, `tries ${attempt}`, reason.replaceAll('\n', ' ')].join('  ');
}

async function run(letters: Letters, command: string | undefined, id = ''): Promise<string> {
  if (command === 'replay') return (await letters.replay(id)) ? `replayed ${id}` : `no letter ${id}`;
  if (command !== 'list' && command !== 'show') return USAGE;
  const all = await letters.list(MOST);
  if (command === 'list') return all.map(lineOf).join('\n');
  return JSON.stringify(
    all.filter((letter) => letter.id === id),
    null,
    2,
  );
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { parked: { type: 'boolean' } } });
const url = process.env['KOPR_AMQP_URL'];
if (url === undefined || positionals.length === 0) {
  console.error(USAGE);
  process.exit(64);
}
// It listens to nothing, so any service's name will do.
const bus = createBus({ url, service: 'notifier', log: silentLog() });
await bus.start();
console.log(await run(bus.deadLetters(values.parked === true ? 'parked' : 'dead'), positionals[0], positionals[1]));
await bus.stop();
