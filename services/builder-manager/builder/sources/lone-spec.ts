/** A lone spec file, by address or by upload; rpm fetches its sources. */
import { chownSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decoded, isPlainName } from '../domain/text.js';
import { linkParams, uploadParams } from '../domain/source-params.js';
import { failed } from '../ended.js';
import { fetchFrom, fetchUpload } from '../net/fetch-file.js';
import type { Method, SourceRoom } from './source-room.js';
import { buildSrpm } from './srpm.js';
import { step } from './step.js';

/** There is nothing to pin: the file may be another tomorrow. */
export const loneSpec: Method = async (room) => {
  const { user } = room.tools;
  const sources = join(room.work, 'sources');
  await mkdir(sources);
  chownSync(sources, user.uid, user.gid);
  const spec = await step(room, 'download', 'spec file', () => bringSpec(room, sources));
  chownSync(spec, user.uid, user.gid);
  await buildSrpm(room, spec, sources);
  return () => ({});
};

async function bringSpec(room: SourceRoom, dir: string): Promise<string> {
  if (room.definition.kopr.type === 'upload') {
    const { pkg, tmp } = uploadParams.parse(room.params);
    const path = join(dir, specName(pkg));
    await fetchUpload(room, [tmp, pkg], path);
    return path;
  }
  const { url } = linkParams.parse(room.params);
  const { pathname } = room.guard.check(url, ['http', 'https']);
  const path = join(dir, specName(decoded(basename(pathname))));
  await fetchFrom(room, url, path);
  return path;
}

function specName(name: string): string {
  if (!name.endsWith('.spec') || !isPlainName(name))
    throw failed(`${JSON.stringify(name)} is not the name of a spec file`);
  return name;
}
