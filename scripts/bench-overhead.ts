/**
 * What a build costs on top of the bare tools: from submit to published, minus `docker run` of the same image doing
 * `dnf builddep` and `rpmbuild --rebuild` of the same SRPM.
 */
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packager } from '../test/kit/client.js';
import { must } from '../test/kit/stack.js';
import { beside } from './bench/beside.js';

const rounds = Number(process.argv[2] ?? 5);
const IMAGE = 'kopr/minidistro:13';

const dir = await mkdtemp(join(tmpdir(), 'kopr-bench-'));
await must('scripts/make-srpm.sh', ['examples/hello', dir]);
const [file] = (await readdir(dir)).filter((name) => name.endsWith('.src.rpm'));
if (file === undefined) throw new Error('make-srpm.sh made no SRPM of examples/hello');
const srpm = join(dir, file);

const bench = await packager('bench');
await bench.project('overhead');

async function whole(): Promise<void> {
  const { id } = await bench.upload('overhead', srpm);
  for (;;) {
    const { state } = await bench.build(id);
    if (state === 'succeeded') return;
    if (['failed', 'canceled'].includes(state)) throw new Error(`build ${id} ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function bare(): Promise<void> {
  const script = `dnf -y -q builddep /in/${file} && rpmbuild --rebuild /in/${file}`;
  await must('docker', ['run', '--rm', '-v', `${dir}:/in:ro`, IMAGE, 'sh', '-ec', script]);
}

await beside(rounds, whole, bare);
