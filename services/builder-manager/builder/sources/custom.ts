/** A script that makes a spec and its sources, in a chroot of the packager's choice. */
import { chownSync, writeFileSync } from 'node:fs';
import { resolve, join } from 'node:path';
import type { SourceDefinition } from '@kopr/proto';
import { customParams, type CustomParams } from '../domain/source-params.js';
import { isPackageName } from '../engines/rpmbuild/dnf.js';
import { failed } from '../ended.js';
import { fetchUpload } from '../net/fetch-file.js';
import { awaitOwnRepos } from '../net/own-repos.js';
import { scriptHere } from './script-here.js';
import { scriptInMock } from './script-in-mock.js';
import type { Method, SourceRoom } from './source-room.js';
import { step } from './step.js';

/** What a script is run with. */
interface ScriptOrder {
  /** Path of the script. */
  readonly script: string;
  /** Path of a webhook's payload, if there is one. */
  readonly payload: string | undefined;
  readonly packages: readonly string[];
  /** The folder that the script works in. */
  readonly workdir: string;
  /** The folder in which it leaves the sources. */
  readonly resultdir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the script and makes the source package of what it left. */
export type RunScript = (room: SourceRoom, order: ScriptOrder) => Promise<void>;

const RUN: Readonly<Record<SourceDefinition['kopr']['engine'], RunScript>> = {
  rpmbuild: scriptHere,
  mock: scriptInMock,
};

/** There is nothing to pin: what a script brings is its own business. */
export const custom: Method = async (room) => {
  const { definition, journal } = room;
  const params = customParams.parse(room.params);
  await awaitOwnRepos(definition.repos, journal.say);
  const payload = await step(room, 'download', 'payload of the webhook', () => payloadOf(room, params));
  await step(room, 'srpm-build', 'custom script', () =>
    RUN[definition.kopr.engine](room, orderOf(room, params, payload)),
  );
  return () => ({});
};

const WORKDIR = '/workdir';

function orderOf(room: SourceRoom, params: CustomParams, payload: string | undefined): ScriptOrder {
  const { project_owner, project_name, package_name } = room.definition;
  const packages = params.builddeps.split(/\s+/).filter((name) => name !== '');
  const wrong = packages.find((name) => !isPackageName(name));
  if (wrong !== undefined) throw failed(`${JSON.stringify(wrong)} is not the name of a package`);
  const script = join(room.work, 'script');
  // Forms send the line ends of Windows, and the kernel would look for "bash\r".
  writeFileSync(script, params.script.replace(/\r\n/g, '\n'), { mode: 0o755 });
  const resultdir = resolve(WORKDIR, params.resultdir);
  const env = {
    COPR_OWNER: project_owner,
    COPR_PROJECT: project_name,
    COPR_PACKAGE: package_name ?? '',
    COPR_RESULTDIR: resultdir,
  };
  return { script, payload, packages, workdir: WORKDIR, resultdir, env };
}

async function payloadOf(room: SourceRoom, { hook_data: isThere, tmp }: CustomParams): Promise<string | undefined> {
  if (isThere !== true) return undefined;
  const path = join(room.work, 'hook_payload');
  await fetchUpload(room, [tmp, 'hook_payload'], path);
  chownSync(path, room.tools.user.uid, room.tools.user.gid);
  return path;
}
