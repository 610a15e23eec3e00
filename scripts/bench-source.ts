/**
 * What the source stage of a git source costs: from submit to the SRPM in dist-git's hands, beside `docker run` of the same
 * image doing the same clone and the same make.
 */
import { packager } from '../test/kit/client.js';
import { serveGit } from '../test/kit/git-server.js';
import { madeBySrpmMakefile, sourceOf, submit } from '../test/kit/sources.js';
import { must } from '../test/kit/stack.js';
import { beside } from './bench/beside.js';

const rounds = Number(process.argv[2] ?? 5);
const IMAGE = 'kopr/source-tools:dev';
const LOOK_EVERY_MS = 20;

const bench = await packager('bench');
await bench.project('source');
const server = await serveGit();
const { url } = await server.repository('stage.git', madeBySrpmMakefile('stage'));

async function stage(): Promise<void> {
  const fields = { clone_url: url, spec: 'stage.spec', source_build_method: 'make_srpm' };
  const { id } = await submit(bench, 'source', 'scm', fields);
  for (;;) {
    const { state, reason } = await sourceOf(bench, id);
    if (state === 'importing' || state === 'succeeded') return;
    if (state === 'failed') throw new Error(`the source of ${id} failed: ${String(reason)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function bare(): Promise<void> {
  const script = `git clone -q --depth 500 --no-single-branch --recursive ${url} /work && cd /work && mkdir /out && make -f .copr/Makefile srpm outdir=/out spec=stage.spec`;
  await must('docker', ['run', '--rm', '--network', 'kopr-test-builders', IMAGE, 'sh', '-ec', script]);
}

try {
  await beside(rounds, stage, bare);
} finally {
  await server.close();
}
