/** A thread that sees when the other one hangs: a loop without end lets no timer run beside it. */
import { Worker } from 'node:worker_threads';

/** To be told of each round. */
export interface Watch {
  begin(round: number): void;
  stop(): Promise<void>;
}

const SOURCE = `
  const { workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const state = new Int32Array(workerData.shared);
  let [seen, since] = [-1, Date.now()];
  setInterval(() => {
    const round = Atomics.load(state, 0);
    if (round !== seen) [seen, since] = [round, Date.now()];
    else if (Date.now() - since > workerData.limitMs) {
      writeSync(2, 'round ' + round + ' hangs: nothing has moved for ' + workerData.limitMs / 1000 + ' s\\n');
      process.kill(process.pid, 'SIGKILL');
    }
  }, 200);
`;

/** Ends the whole process, with the number of the round, when a round takes longer than `limitMs`. */
export function watchRounds(limitMs: number): Watch {
  const shared = new SharedArrayBuffer(4);
  const state = new Int32Array(shared);
  const worker = new Worker(SOURCE, { eval: true, workerData: { shared, limitMs }, execArgv: [] });
  worker.unref();
  return {
    begin: (round) => void Atomics.store(state, 0, round),
    stop: async () => {
      await worker.terminate();
    },
  };
}
