/** Where a run of copr-cli against us may differ from the recorded one, and why. Each rule must still be needed. */
import type { CliDifference } from './compare-run.js';

/** One reason to differ. */
interface CliRule {
  readonly why: string;
  readonly covers: (difference: CliDifference) => boolean;
}

const isLine = (lines: unknown, line: string) => JSON.stringify(lines) === JSON.stringify([line]);
const linesOf = (lines: unknown) => (Array.isArray(lines) ? lines.map(String) : [String(lines)]);
const WGET =
  /^[\d-]+ [\d:]+ URL:http:\/\/frontend\/results\/alice\/p1\/[\w-]+\/00000004-hello\/|^(FINISHED --|Total wall clock time: |Downloaded: \d)/;
const LEGACY = /^type \[\]\.latest_build: .*"id":71,.*"source_package":\{"name":"legacy",/;
const SRPM =
  /\.source_package\.url: "(x|http:\/\/[^/]+\/results\/alice\/p1\/srpm-builds\/\d{8}\/hello-[\d.]+-1\.src\.rpm)"$/;
const PUBLISHED = /\/results\/alice\/p1\/fedora-42-x86_64\/00000001-hello\/hello-1\.0-1\.src\.rpm"$/;

/** The whole list. */
export const CLI_RULES: readonly CliRule[] = [
  {
    why: 'it was recorded with copr-cli 2.5, and this is 2.6',
    covers: ({ run, recorded, ours }) =>
      run.name === 'version' && isLine(recorded, 'copr version 2.5') && isLine(ours, 'copr version 2.6'),
  },
  {
    why: 'a page that is not there has other words',
    covers: ({ run, what, recorded, ours }) =>
      run.name === 'html-reply-debug' &&
      what === 'stderr' &&
      String(recorded).includes('Error 404: Page Not Found') &&
      String(ours).startsWith('There is no such page · Kopr'),
  },
  {
    why: 'our groups are local and have one name, not another one in Fedora’s accounts',
    covers: ({ recorded, ours }) => JSON.stringify(recorded).replaceAll('devel-fas', 'devel') === JSON.stringify(ours),
  },
  {
    why: 'what was canceled at once does not hold the project’s chroots, so that these changed before',
    covers: ({ run, recorded, ours }) =>
      /^list(-anon)?$/.test(run.name) &&
      isLine(recorded, '    epel-9-x86_64: http://frontend/results/alice/pbool/epel-9-x86_64/') &&
      isLine(ours, '    fedora-42-x86_64: http://frontend/results/alice/pbool/fedora-42-x86_64/'),
  },
  {
    why: 'a package without a source cannot be built: its webhook did not make build 71',
    covers: ({ run, what, recorded, ours }) =>
      what === 'stdout' &&
      ((/^monitor(-fields|-json)?$/.test(run.name) && recorded === 'value .length: 13' && ours === '9') ||
        (run.name === 'list-packages-latest' && LEGACY.test(String(recorded)) && ours === 'null')),
  },
  {
    why: 'the SRPM that a builder made lies among the results, not in a folder srpm-builds',
    covers: ({ run, what, recorded, ours }) =>
      what === 'stdout' &&
      /^(list-packages-latest|get-package-all)$/.test(run.name) &&
      SRPM.test(String(recorded)) &&
      (ours === 'null' || PUBLISHED.test(String(ours))),
  },
  {
    why: 'what is over says when it ended, however it ended',
    covers: ({ run, what, recorded, ours }) =>
      what === 'stdout' &&
      run.name === 'get-package-all' &&
      recorded === 'type builds[].ended_on: null' &&
      /^\d+$/.test(String(ours)),
  },
  {
    why: 'here the results are served, and wget says so',
    covers: ({ run, what, recorded, ours }) =>
      /^download-build(-chroot)?$/.test(run.name) &&
      what === 'stderr' &&
      linesOf(recorded).every((one) => one === 'wget: unable to resolve host address ‘copr-be.example.org’') &&
      linesOf(ours).every((one) => WGET.test(one)),
  },
];
