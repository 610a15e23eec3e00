/** Where a run of copr-cli against us may differ from the recorded one, and why. Each rule must still be needed. */
import type { CliDifference } from './cli-compare.js';

/** One reason to differ. */
interface CliRule {
  readonly why: string;
  readonly covers: (difference: CliDifference) => boolean;
}

/** The whole list. */
export const CLI_RULES: readonly CliRule[] = [
  {
    why: 'it was recorded with copr-cli 2.5, and this is 2.6',
    covers: ({ run }) => run.name === 'version',
  },
];
