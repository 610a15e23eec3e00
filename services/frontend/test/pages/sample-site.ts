/** The pages over the made-up Kopr: whoever has the cookie `session=alice` is Alice. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '@kopr/shared/log';
import { securityHeaders } from '@kopr/shared/look';
import express, { type Express, type RequestHandler } from 'express';
import { ENDPOINTS } from '../../src/api/index.js';
import { openApiRouter } from '../../src/api/openapi/serve.js';
import { refuseField } from '../../src/api/validate.js';
import { refuse } from '../../src/domain/refusal.js';
import { loadStaticFiles } from '../../src/pages/assets/static-files.js';
import type { AlarmLine } from '../../src/pages/page-data.js';
import type { PageActs, PageDeps, Visits } from '../../src/pages/page-deps.js';
import { pagesOver } from '../../src/pages/router.js';
import { ALARMS, ALICE, BUILDS, NOW, sampleData } from './sample.js';

const CSRF = 'made-for-this-visit';

const visits: Visits = {
  of: ({ headers }) =>
    Promise.resolve({ viewer: headers.cookie?.includes('session=alice') ? ALICE : null, csrf: CSRF }),
  isOwn: (_request, token) => Promise.resolve(token === CSRF),
  logIn: (_request, response, name, password) => {
    const fits = name === 'alice' && password === 'secret';
    if (fits) response.cookie('session', 'alice');
    return Promise.resolve(fits);
  },
  logOut: (_request, response) => {
    response.clearCookie('session');
    return Promise.resolve();
  },
};

/** What was done, for tests to look at. */
export interface Deed {
  readonly what: keyof PageActs;
  readonly args: readonly unknown[];
}

/** Notes what it is asked to do. A project called `taken` is refused, and a source at `nowhere`. */
function actsInto(deeds: Deed[]): PageActs {
  const note =
    (what: Deed['what']) =>
    (...args: unknown[]): Promise<void> => {
      deeds.push({ what, args });
      return Promise.resolve();
    };
  return {
    createProject: (viewer, form) => {
      if (form.name === 'taken') refuse('invalid', "name: You already have a project named 'taken'.");
      return note('createProject')(viewer, form);
    },
    deleteProject: note('deleteProject'),
    receiveBuild: () => Promise.reject(new Error('the made-up Kopr takes no builds')),
    submitSource: async (viewer, to, type, form) => {
      if (form.typed['clone_url'] === 'nowhere') refuseField('clone_url', 'Invalid URL.', 'lines');
      await note('submitSource')(viewer, to, type, form);
      return BUILDS.waiting.id;
    },
    cancelBuild: note('cancelBuild'),
    deleteBuild: note('deleteBuild'),
    retryImport: note('retryImport'),
    resubmitBuild: async (...args) => {
      await note('resubmitBuild')(...args);
      return 1;
    },
    buildPackage: async (...args) => {
      await note('buildPackage')(...args);
      return 1;
    },
    setSecret: async (...args) => {
      if (args[3].token === 'short') refuseField('token', 'A token has 8 to 2000 characters.', 'lines');
      await note('setSecret')(...args);
    },
    makeKey: note('makeKey'),
    removeSecret: note('removeSecret'),
    changeHookRules: async (...args) => {
      if (args[3].branches === 'too long') refuseField('branches', 'A pattern has at most 100 characters.', 'lines');
      await note('changeHookRules')(...args);
    },
    newToken: async (viewer) => {
      await note('newToken')(viewer);
      return { login: 'qhfhvwrtzkjcnmdplxsg', token: 'mzpqwkxnvhtrjcbdlfgsyuoieatrpq', expiresOn: '2026-06-30' };
    },
    revokeToken: note('revokeToken'),
    newHookSecret: note('newHookSecret'),
    changeHookKeys: async (viewer, project, form) => {
      if (form.key === 'short') refuse('invalid', 'signing_key: A key has 8 to 255 characters.');
      await note('changeHookKeys')(viewer, project, form);
      return form.signing === 'new' ? 'made-just-now' : null;
    },
    keepStatusToken: async (viewer, project, form) => {
      if (form.token === 'short') refuse('invalid', 'token: A token has 8 to 1000 characters.');
      await note('keepStatusToken')(viewer, project, form);
    },
    removeStatusToken: note('removeStatusToken'),
    testHook: async (viewer, project, form) => {
      if (form.repository === '') refuse('invalid', 'The address of a repository is needed.');
      await note('testHook')(viewer, project, form);
      return 2;
    },
    redeliver: async (viewer, project, delivery) => {
      await note('redeliver')(viewer, project, delivery);
      return 9;
    },
  };
}

/** Made once for all tests. */
const files = loadStaticFiles();

const LOG = [
  '$ rpmbuild --rebuild hello-2.12-1.src.rpm',
  'Executing(%build): /bin/sh -e /var/tmp/rpm-tmp.Xk2v1q',
  '+ ./configure --prefix=/usr',
  'checking for a BSD-compatible install... /usr/bin/install -c',
  'checking for gcc... gcc',
  '+ make -j2',
  'gcc -DHAVE_CONFIG_H -O2 -g -c -o src/hello.o src/hello.c',
].join('\n');

/** A log of a few lines, after a longer one of an attempt that was lost; those of running tasks go on for ever. */
const liveLog: RequestHandler = ({ params }, response) => {
  response.set({ 'Content-Type': 'text/event-stream', 'Access-Control-Allow-Origin': '*' });
  for (const text of [`${LOG}\n+ the host went down\n`, `${LOG}\n`]) {
    response.write(`event: log\nid: ${text.length}\ndata: ${JSON.stringify({ offset: 0, text })}\n\n`);
  }
  const grows = [`${BUILDS.running.id}-`, String(BUILDS.making.id)].some((task) =>
    String(params['task']).startsWith(task),
  );
  if (!grows) response.end('event: end\ndata: {}\n\n');
};

/** The whole site at `url`, with the headers that it has in the house. */
function sampleSite(url = 'http://localhost:5000'): { app: Express; deeds: Deed[] } {
  const deeds: Deed[] = [];
  const ringing: AlarmLine[] = [];
  const deps: PageDeps = {
    data: sampleData(ringing),
    acts: actsInto(deeds),
    visits,
    siteUrl: 'http://localhost:5000',
    distGitUrl: 'http://localhost:5001',
    intakeUrl: url,
    now: () => NOW,
    trace: () => undefined,
  };
  const app = express();
  app.use(securityHeaders([url, 'http://localhost:5002/results']));
  app.get('/live/:task', liveLog);
  app.post('/sample/alarms/:count', ({ params }, response) => {
    ringing.splice(0, ringing.length, ...ALARMS.slice(0, Number(params.count)));
    response.end();
  });
  app.use('/api_3', openApiRouter(ENDPOINTS));
  app.use(pagesOver(deps, silentLog(), files));
  return { app, deeds };
}

/** It, at an address of its own. */
export interface SampleSite {
  readonly url: string;
  readonly deeds: Deed[];
  close(): void;
}

/** Serves it. */
export function serveSample(): Promise<SampleSite> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { app, deeds } = sampleSite(url);
      server.on('request', app);
      resolve({ url, deeds, close: () => void server.close() });
    });
  });
}
