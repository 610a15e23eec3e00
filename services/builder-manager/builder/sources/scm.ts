/** Sources in a repository of their own: by one of four tools, in a folder of it. */
import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { scmParams, type ScmParams } from '../domain/source-params.js';
import { failed } from '../ended.js';
import { bringRepository } from './git.js';
import { makeSrpm } from './make-srpm.js';
import { rpkg } from './rpkg.js';
import type { Method, SourceRoom } from './source-room.js';
import { step } from './step.js';
import { bringRevision } from './svn.js';
import { tito } from './tito.js';

/** A repository as it was brought, for the tool that makes the source package. */
export interface Checkout {
  /** Its top. */
  readonly dir: string;
  /** The folder to work in. */
  readonly cwd: string;
  readonly params: ScmParams;
}

type Tool = (room: SourceRoom, checkout: Checkout) => Promise<void>;

const TOOLS: Readonly<Record<ScmParams['srpm_build_method'], Tool>> = {
  rpkg,
  tito: (room, checkout) => tito(room, checkout, []),
  tito_test: (room, checkout) => tito(room, checkout, ['--test']),
  make_srpm: makeSrpm,
};

/** Answers the commit or the revision. */
export const scm: Method = async (room) => {
  const params = scmParams.parse(room.params);
  const { dir, ...found } = await BRING[params.type](room, params);
  const cwd = await step(room, 'subdirectory', 'subdirectory', () =>
    Promise.resolve(folderIn(dir, params.subdirectory)),
  );
  await step(room, 'srpm-build', params.srpm_build_method, () =>
    TOOLS[params.srpm_build_method](room, { dir, cwd, params }),
  );
  return () => found;
};

type Brought = { readonly dir: string } & ({ readonly commit: string } | { readonly version: string });

const BRING: Readonly<Record<ScmParams['type'], (room: SourceRoom, params: ScmParams) => Promise<Brought>>> = {
  git: (room, { clone_url: url, committish }) =>
    bringRepository(room, { url, committish, commit: room.definition.kopr.pin.commit ?? undefined }),
  svn: (room, { clone_url: url, committish }) =>
    bringRevision(room, { url, revision: room.definition.kopr.pin.version ?? committish }),
};

/** The folder, which must exist and lie inside. */
function folderIn(dir: string, subdirectory: string): string {
  const path = resolve(dir, `./${subdirectory}`);
  const isInside = (found: string): boolean => found === dir || found.startsWith(dir + sep);
  const isThere = isInside(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isThere || !isInside(realpathSync(path))) throw failed(`the repository has no folder ${subdirectory}`);
  return path;
}
