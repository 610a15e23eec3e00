/** A packager's machine, with tito, rpkg and copr-cli (ops/images/packager), the packager's token in ~/.config/copr, and a package in git. */
import { readFile } from 'node:fs/promises';
import type { Packager } from './client.js';
import { imageOf, machine, type Machine } from './machine.js';

/** Where the package lies. */
export const SAMPLE = '/root/sample';

/** A machine that knows who sits before it. */
export async function ownMachine(who: Packager): Promise<Machine> {
  const pc = await machine(await imageOf('packager'));
  await pc.write('/root/.config/copr', await readFile(who.configFile, 'utf8'));
  await pc.sh(`git config --global user.name ${who.name} && git config --global user.email ${who.name}@example.org`);
  return pc;
}

/** `files` by their paths are the package's first commit, pushed to a repository on the same machine. */
export async function packagerMachine(who: Packager, files: Readonly<Record<string, string>>): Promise<Machine> {
  const pc = await ownMachine(who);
  await pc.sh(`git init -q --bare -b main /root/origin.git && git clone -q /root/origin.git ${SAMPLE}`);
  for (const [path, text] of Object.entries(files)) await pc.write(`${SAMPLE}/${path}`, text);
  await pc.sh(`cd ${SAMPLE} && git add -A && git commit -qm Begin && git push -q -u origin HEAD:main`);
  return pc;
}
