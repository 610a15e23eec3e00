/** The harvest of mock's result folder: packages, its logs, and the configuration that it was given. */
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { mergeStateLogs } from '../../domain/mock-state.js';
import { plainFiles, take } from '../../report/harvest.js';
import type { Workplace } from '../../workplace.js';

const LOGS = ['build.log', 'root.log', 'hw_info.log', 'installed_pkgs.log'];

/** Takes mock's logs and configuration files, whatever the outcome; its Start/Finish lines go between ours. */
export async function collectLogs(
  { results }: Workplace,
  mockResults: string,
  configs: readonly string[],
): Promise<void> {
  await packConfigs(configs, join(results, 'configs.tar.gz'));
  if (!existsSync(mockResults)) return;
  for (const { path } of plainFiles(mockResults, (name) => LOGS.includes(name))) take(path, results);
  const ours = join(results, 'state.log');
  for (const { path } of plainFiles(mockResults, (name) => name === 'state.log')) {
    writeFileSync(ours, mergeStateLogs(readFileSync(ours, 'utf8'), readFileSync(path, 'utf8')));
  }
}

async function packConfigs(configs: readonly string[], target: string): Promise<void> {
  const pack = tar.pack();
  for (const path of configs.filter(existsSync)) pack.entry({ name: basename(path) }, readFileSync(path));
  pack.finalize();
  await pipeline(pack, createGzip(), createWriteStream(target));
}
