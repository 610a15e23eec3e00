/** A published repository, as a client of it sees it. */
import { gunzipSync } from 'node:zlib';
import { RESULTS } from './stack.js';

/** What stands at `<results>/<path>`; undefined when there is nothing. */
async function fileAt(path: string): Promise<Buffer | undefined> {
  const answer = await fetch(`${RESULTS}/${path}`);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** The text at a path of the results tree; undefined when there is nothing. */
export async function textAt(path: string): Promise<string | undefined> {
  return (await fileAt(path))?.toString('utf8');
}

/** Paths of the packages that a repository's metadata names; undefined when there is no repository. */
export async function packagesAt(path: string): Promise<string[] | undefined> {
  const primary = /<data type="primary">[^]*?href="([^"]+)"/.exec(
    (await textAt(`${path}/repodata/repomd.xml`)) ?? '',
  )?.[1];
  if (primary === undefined) return undefined;
  const xml = gunzipSync((await fileAt(`${path}/${primary}`)) ?? Buffer.alloc(0)).toString('utf8');
  return [...xml.matchAll(/<location [^>]*href="([^"]+)"/g)].flatMap(([, href]) => href ?? []).sort();
}

/** Whether the metadata holds package groups. */
export async function hasGroupsAt(path: string): Promise<boolean> {
  return /<data type="group/.test((await textAt(`${path}/repodata/repomd.xml`)) ?? '');
}
