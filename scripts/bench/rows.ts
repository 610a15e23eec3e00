/** What is measured, and Copr's figures for the same on two such cores (its frontend at 5d37cd838, four workers, PostgreSQL 17, all cached). */
import { nameOf, PROJECTS, THEMES } from './seed.js';

/** Copr's figures. */
interface Baseline {
  readonly bytes: number;
  readonly p95Ms: number;
  /** With 20 clients. */
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** One row: several addresses of the same kind, asked for in turn. */
export interface Row {
  readonly name: string;
  readonly paths: readonly string[];
  readonly copr: Baseline;
  /** How long the slowest of 20 may wait with one client. */
  readonly p95Ms: number;
  /** Whether an answer is the whole one. */
  isWhole(text: string): boolean;
}

const { owner: bigOwner, name: bigName } = nameOf(1);
const big = `ownername=${bigOwner}&projectname=${bigName}`;
const QUICK_MS = 50;
/** More than any cache of a single answer would hide, fewer than it takes to ask for each twice in a run. */
const SPREAD = 500;

/** Every so-many-th project, the big one left out: its page and its file are like the others'. */
const some = Array.from({ length: SPREAD }, (_, i) => nameOf(2 + ((i * 37) % (PROJECTS - 1))));
/** One chroot's release is enough: any of them is a beginning of its name. */
const buildNumbers = Array.from({ length: SPREAD }, (_, i) => 1 + ((i * 7919) % 199_000));
const items = (count: number) => (text: string) => (JSON.parse(text) as { items: unknown[] }).items.length === count;
const page = (owner: string) => owner.replace('@', 'g/');

/** In the order of design/performance.md. */
export const ROWS: readonly Row[] = [
  {
    name: 'project',
    paths: some.map(({ owner, name }) => `/api_3/project?ownername=${owner}&projectname=${name}`),
    copr: { bytes: 891, p95Ms: 17, perSecond: 213, cpuMs: 11 },
    p95Ms: QUICK_MS,
    isWhole: (text) => text.includes('"chroot_repos"'),
  },
  {
    name: 'project/list, 100',
    paths: Array.from({ length: 20 }, (_, i) => `/api_3/project/list?limit=100&offset=${i * 95}`),
    copr: { bytes: 89_000, p95Ms: 320, perSecond: 6.6, cpuMs: 228 },
    p95Ms: QUICK_MS,
    isWhole: items(100),
  },
  {
    name: 'project/search',
    paths: Array.from({ length: 50 }, (_, i) => `/api_3/project/search?query=theme${100 + ((i * 7) % THEMES)}`),
    copr: { bytes: 10_000, p95Ms: 144, perSecond: 13, cpuMs: 112 },
    p95Ms: QUICK_MS,
    isWhole: (text) => (JSON.parse(text) as { items: unknown[] }).items.length >= 8,
  },
  {
    name: 'build/list, 100',
    paths: Array.from({ length: 20 }, (_, i) => `/api_3/build/list?${big}&limit=100&offset=${i * 100}`),
    copr: { bytes: 53_000, p95Ms: 79, perSecond: 41, cpuMs: 56 },
    p95Ms: QUICK_MS,
    isWhole: items(100),
  },
  {
    name: 'build/<id>',
    paths: buildNumbers.map((id) => `/api_3/build/${id}`),
    copr: { bytes: 534, p95Ms: 13, perSecond: 168, cpuMs: 10 },
    p95Ms: QUICK_MS,
    isWhole: (text) => text.includes('"source_package"'),
  },
  {
    name: 'package/list, 100',
    paths: Array.from(
      { length: 20 },
      (_, i) =>
        `/api_3/package/list?${big}&limit=100&offset=${i * 100}&with_latest_build=True&with_latest_succeeded_build=True`,
    ),
    copr: { bytes: 132_000, p95Ms: 434, perSecond: 8.8, cpuMs: 275 },
    p95Ms: QUICK_MS,
    isWhole: items(100),
  },
  {
    name: 'monitor, 5,000',
    paths: [`/api_3/monitor?${big}`],
    copr: { bytes: 1_700_000, p95Ms: 3563, perSecond: 0.5, cpuMs: 3161 },
    p95Ms: 300,
    isWhole: (text) => (JSON.parse(text) as { packages: unknown[] }).packages.length === 5000,
  },
  {
    name: 'rpmrepo',
    paths: some.map(({ owner, name }) => `/api_3/rpmrepo/${owner}/${name}/fedora-42/`),
    copr: { bytes: 245, p95Ms: 34, perSecond: 78, cpuMs: 24 },
    p95Ms: QUICK_MS,
    isWhole: (text) => text.includes('"directories"'),
  },
  {
    name: 'project page',
    paths: some.map(({ owner, name }) => `/coprs/${page(owner)}/${name}/`),
    copr: { bytes: 13_000, p95Ms: 47, perSecond: 53, cpuMs: 30 },
    p95Ms: QUICK_MS,
    isWhole: (text) => text.endsWith('</html>'),
  },
  {
    name: '.repo file',
    paths: some.map(({ owner, name, release }) => `/coprs/${owner}/${name}/repo/${release}/x.repo`),
    copr: { bytes: 319, p95Ms: 25, perSecond: 91, cpuMs: 17 },
    p95Ms: QUICK_MS,
    isWhole: (text) => text.startsWith('[copr:'),
  },
];
