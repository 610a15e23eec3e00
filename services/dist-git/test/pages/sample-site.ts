/** The pages over made-up sources. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@kopr/shared/log';
import express from 'express';
import { pageRoutes } from '../../src/pages/router.js';
import { makeSources, type SampleSources } from './sample-sources.js';

export interface SampleSite {
  readonly url: string;
  readonly sources: SampleSources;
  close(): Promise<void>;
}

/** Serves them until it is closed. */
export async function serveSample(limits?: Parameters<typeof pageRoutes>[3]): Promise<SampleSite> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopr-sources-'));
  const sources = await makeSources(dataDir);
  const urls = { frontendUrl: 'http://localhost:5000', distGitUrl: 'http://localhost:5001' };
  const app = express();
  app.disable('etag');
  app.use(pageRoutes(sources.layout, silentLog(), urls, limits));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sources,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
