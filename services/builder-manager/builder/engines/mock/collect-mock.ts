/** The harvest of mock's result folder: packages, its logs, and the configuration that it was given. */
import { appendFileSync, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { plainFiles, take } from '../../report/harvest.js';
import type { Workplace } from '../../workplace.js';

const LOGS = ['build.log', 'root.log', 'hw_info.log', 'installed_pkgs.log'];

/** Takes mock's logs and configuration, whatever the outcome; its Start/Finish lines go between ours. */
export async function collectLogs(workplace: Workplace, mockResults: string, config: string): Promise<void> {
  const { results } = workplace;
  await packConfig(config, join(results, 'configs.tar.gz'));
  if (!existsSync(mockResults)) return;
  for (const { path } of plainFiles(mockResults, (name) => LOGS.includes(name))) take(path, results);
  for (const { path } of plainFiles(mockResults, (name) => name === 'state.log')) {
    appendFileSync(join(results, 'state.log'), readFileSync(path));
  }
}

async function packConfig(config: string, target: string): Promise<void> {
  const pack = tar.pack();
  pack.entry({ name: basename(config) }, readFileSync(config));
  pack.finalize();
  await pipeline(pack, createGzip(), createWriteStream(target));
}
