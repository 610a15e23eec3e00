/** What checks look for in a story. */
import type { Body } from '@kopr/proto';
import type { Build, Chroot } from '../../../services/frontend/src/domain/build.js';
import type { Said } from './bus.js';
import type { House } from './house.js';

/** Answers what is wrong, in words; nothing is well. */
export type Check = (house: House) => string[];
export type Type = Said['type'];

/** Copr's id of a chroot's task. */
export const taskOf = (build: Build, chroot: Chroot): string => `${build.id}-${chroot.name}`;

/** Every chroot of every build. */
export function chrootsIn({ frontend }: House): { build: Build; chroot: Chroot; task: string }[] {
  return [...frontend.builds.values()].flatMap((build) =>
    build.chroots.map((chroot) => ({ build, chroot, task: taskOf(build, chroot) })),
  );
}

/** What was said of this type, each once. */
export function saidOf<T extends Type>({ trace }: House, type: T): Body<T>[] {
  const lines = trace.filter(({ to, said }) => to === null && said.type === type);
  return lines.map(({ said }) => said.body as Body<T>);
}

/** How often each of these comes up. */
export function tally(of: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of of) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** What comes up more than once; `more`: how often it may be repeated. */
export function repeated(of: readonly string[], what: string, more: (one: string) => number = () => 0): string[] {
  return [...tally(of)]
    .filter(([one, times]) => times > 1 + more(one))
    .map(([one, times]) => `${what} ${times} times: ${one}`);
}

/** How often the build was opened again, because its import was. */
export function roundsOf({ frontend }: House, build: number): number {
  return frontend.builds.get(build)?.source.round ?? 0;
}
