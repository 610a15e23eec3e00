/** Where a run of copr-cli against us may differ from the recorded one, and why. Each rule must still be needed. */
import type { CliDifference } from './compare-run.js';

/** One reason to differ. */
interface CliRule {
  readonly why: string;
  readonly covers: (difference: CliDifference) => boolean;
}

const prints =
  (pattern: RegExp) =>
  ({ run, what }: CliDifference) =>
    what !== 'exit' && pattern.test(run.name);

/** The whole list. */
export const CLI_RULES: readonly CliRule[] = [
  {
    why: 'it was recorded with copr-cli 2.5, and this is 2.6',
    covers: prints(/^version$/),
  },
  {
    why: 'a page that is not there has other words',
    covers: prints(/^html-reply-debug$/),
  },
  {
    why: 'our groups are local and have one name, not another one in Fedora’s accounts',
    covers: ({ recorded, ours }) => JSON.stringify(recorded).replaceAll('devel-fas', 'devel') === JSON.stringify(ours),
  },
  {
    why: 'a cancel is done at once, so that the project could change its chroots before',
    covers: ({ run, recorded }) =>
      /^list(-anon)?$/.test(run.name) && JSON.stringify(recorded).includes('/alice/pbool/'),
  },
  {
    why: 'webhooks, and the builds that they had made in the recorded project, come with a later milestone',
    covers: prints(/^(list-packages-latest|get-package-all|monitor|monitor-fields|monitor-json)$/),
  },
  {
    why: 'here the results are served, and wget says so',
    covers: prints(/^download-build(-chroot)?$/),
  },
];
