/** copr-cli in a test's hands: commands that must succeed, and builds that must be good. */
import { expect } from 'chai';
import type { Packager } from './client.js';
import { packagesAt } from './repository.js';
import { srpm } from './srpm.js';
import { until } from './stack.js';

/** What the command prints; anything but exit 0 fails the test with all that was said. */
export async function copr(who: Packager, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await who.copr(...args);
  expect(code, `${args.join(' ')}\n${stdout}${stderr}`).to.equal(0);
  return stdout;
}

/** The builds that a command says it created. */
export function createdIn(out: string): number[] {
  return (/Created builds: ([\d ]+)/.exec(out)?.[1] ?? '').trim().split(' ').map(Number);
}

/** Builds a source package to success; the build's number. */
export async function buildFile(who: Packager, where: string, file: string, ...more: string[]): Promise<number> {
  const [id = 0] = createdIn(await copr(who, 'build', where, '--nowait', ...more, file));
  expect((await who.ended(id)).state).to.equal('succeeded');
  return id;
}

/** Builds a small package of this name to success; the build's number. */
export async function build(who: Packager, where: string, name: string, ...more: string[]): Promise<number> {
  return buildFile(who, where, await srpm({ name }), ...more);
}

/** Whether the repository at this path of the results lists packages of a build of `name`. */
export async function lists(path: string, name: string): Promise<boolean> {
  return (await packagesAt(path))?.some((found) => found.includes(`-${name}/`)) ?? false;
}

/** Waits for what the publisher does after a command has returned. */
export function soon(what: string, check: () => Promise<boolean>): Promise<boolean> {
  return until(what, 60_000, check);
}
