/** Builds that the recorded webhooks of forges made: their answers do not name them. */
import type { Frontend } from './frontend.js';
import type { Memory } from './memory.js';
import type { Step } from './recording.js';
import { basicOf } from './send.js';

/** Each of these made one build of `hello`, as later lists of its builds show. */
const MADE: Readonly<Record<string, number>> = {
  'wh-gh-push': 61,
  'wh-gh-push-noslash': 62,
  'wh-gh-tag': 63,
  'wh-gh-pkg': 64,
  'wh-gl-push': 65,
  'wh-gl-tag': 66,
  'wh-gl-old-username': 67,
  'wh-bb-tag': 68,
};
/** Bitbucket does not tell which files changed. Copr asks it, and in the recording got no answer; ours builds. */
const UNTOLD = 'wh-bb-push';
const UNTOLD_PACKAGES = ['hello', 'full'];

/** Learns what a webhook has built. What Copr did not build is dropped: all that follows was recorded without it. */
export async function settleHookBuilds(frontend: Frontend, memory: Memory, { name }: Step): Promise<void> {
  const recorded = MADE[name];
  if (recorded !== undefined) memory.learnId('build', recorded, await newest(frontend, 'hello'));
  if (name === UNTOLD) for (const one of UNTOLD_PACKAGES) await drop(frontend, await newest(frontend, one));
}

async function newest({ url }: Frontend, name: string): Promise<number> {
  const asked = `${url}/api_3/build/list?ownername=alice&projectname=p1&packagename=${name}&limit=1`;
  const { items } = (await (await fetch(asked)).json()) as { items: { id: number; submitter: string | null }[] };
  const [build] = items;
  if (!build || build.submitter !== null) throw new Error(`no webhook built ${name}`);
  return build.id;
}

async function drop(frontend: Frontend, build: number): Promise<void> {
  const { url } = frontend;
  const headers = { authorization: basicOf(frontend, 'alice') };
  await fetch(`${url}/api_3/build/cancel/${build}`, { method: 'PUT', headers });
  await fetch(`${url}/api_3/build/delete/${build}`, { method: 'DELETE', headers });
}
