/** Which endpoints an address means. Looked up, not tried one after the other: there are many. Pure. */
import { refuse } from '../domain/refusal.js';
import type { Call, Endpoint } from './endpoint.js';

/** What was found: all rows of one path, and what its parameters are. */
export interface Found {
  readonly rows: readonly Endpoint[];
  readonly path: Call['path'];
}

interface Route {
  readonly rows: Endpoint[];
  readonly segments: readonly string[];
}

/** Looks an address up, with or without a slash at its end. Of two paths that fit, the one listed first wins. */
export function routeTable(endpoints: readonly Endpoint[]): (address: string) => Found | undefined {
  const routes = routesOf(endpoints);
  const fixed = new Map(routes.filter(isFixed).map(({ segments, rows }) => [segments.join('/'), { rows, path: {} }]));
  const open = grouped(
    routes.filter((route) => !isFixed(route)),
    ({ segments }) => keyOf(segments),
  );
  return (address) => {
    const text = address.replace(/^\/|\/$/g, '');
    const known = fixed.get(text);
    if (known) return known;
    const segments = text.split('/');
    return firstFit(open.get(keyOf(segments)) ?? [], segments);
  };
}

function routesOf(endpoints: readonly Endpoint[]): Route[] {
  const byPath = grouped(endpoints, ({ path }) => path);
  return [...byPath].map(([path, rows]) => ({ rows, segments: path.replace(/^\/|\/$/g, '').split('/') }));
}

function grouped<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOfItem(item)) ?? [];
    group.push(item);
    groups.set(keyOfItem(item), group);
  }
  return groups;
}

function isFixed({ segments }: Route): boolean {
  return !segments.some((segment) => segment.startsWith(':'));
}

/** Paths start with a word of their own, so first word and length leave only a few to try. */
function keyOf(segments: readonly string[]): string {
  return `${segments.length} ${segments[0] ?? ''}`;
}

function firstFit(routes: readonly Route[], given: readonly string[]): Found | undefined {
  for (const { segments, rows } of routes) {
    if (!segments.every((segment, index) => fits(segment, given[index] ?? ''))) continue;
    const names = segments.flatMap((segment, index) =>
      segment.startsWith(':') ? [[segment.slice(1), decoded(given[index] ?? '')] as const] : [],
    );
    return { rows, path: Object.fromEntries(names) };
  }
  return undefined;
}

/** Numbers are numbers: `/build/abc` is no address at all. */
function fits(segment: string, given: string): boolean {
  if (segment === ':id') return /^\d+$/.test(given);
  return segment.startsWith(':') ? given !== '' : segment === given;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    refuse('invalid', 'The address is not well-formed: after % come two hexadecimal digits, and bytes are UTF-8');
  }
}
