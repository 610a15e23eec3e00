/** Addresses below an owner: groups stand behind `g/`, and come first, since no user may be called `g`. */
import type { Asked } from '../serve.js';

/** Both forms of a path below `/coprs/<owner>/`. */
export function underOwner(rest = ''): string[] {
  return [`/coprs/g/:group/${rest}`, `/coprs/:owner/${rest}`];
}

/** Both forms of a path below a project. */
export function underProject(rest = ''): string[] {
  return underOwner(`:project/${rest}`);
}

/** The owner that the address names: a user, or `@group`. */
export function ownerOf({ part }: Pick<Asked, 'part'>): string {
  const group = part('group');
  return group === '' ? part('owner') : `@${group}`;
}

/** The project that the address names. */
export function projectOf(asked: Pick<Asked, 'part'>): { owner: string; name: string } {
  return { owner: ownerOf(asked), name: asked.part('project') };
}

/** The number of a page of a list, from 1; anything odd is the first page. */
export function pageOf({ option }: Pick<Asked, 'option'>): number {
  const text = option('page');
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** The number of a build in the address; undefined when it is none. */
export function buildOf({ part }: Pick<Asked, 'part'>): number | undefined {
  const text = part('build');
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}
