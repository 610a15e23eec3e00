/** What may be said of a package's webhooks: which changes it is rebuilt for. All of it is Kopr's own. */
import { NO_RULES, PULL_REQUESTS, type HookRules } from '../domain/hooks/rules.js';
import { choice, words } from './fields.js';

const MAX_PATTERNS = 10;
const MAX_CHARS = 100;

function whyNotPatterns(patterns: readonly string[]): string[] {
  if (patterns.length > MAX_PATTERNS) return [`At most ${MAX_PATTERNS} patterns are taken.`];
  return patterns.some((pattern) => pattern.length > MAX_CHARS)
    ? [`A pattern has at most ${MAX_CHARS} characters.`]
    : [];
}

const patterns = (about: string) => words({ about, check: whyNotPatterns });

/** The fields, for a package's form. */
export const hookFields = {
  kopr_webhook_branches: patterns('branches whose pushes rebuild it: shell patterns; none: its committish counts'),
  kopr_webhook_tags: patterns('tags that rebuild it: shell patterns; none: `<name>-<version>` counts'),
  kopr_webhook_paths: patterns('files whose changes rebuild it: shell patterns; none: its subdirectory counts'),
  kopr_webhook_pull_requests: choice(PULL_REQUESTS, 'all', {
    about: 'which pull requests are built: `own` are those from branches of the repository itself',
  }),
};

const KEYS = {
  kopr_webhook_branches: 'branches',
  kopr_webhook_tags: 'tags',
  kopr_webhook_paths: 'paths',
  kopr_webhook_pull_requests: 'pullRequests',
} as const;

/** The values of the fields. */
interface HookForm {
  readonly kopr_webhook_branches: readonly string[];
  readonly kopr_webhook_tags: readonly string[];
  readonly kopr_webhook_paths: readonly string[];
  readonly kopr_webhook_pull_requests: HookRules['pullRequests'];
}

/** The rules with what was sent; undefined when none of it was. */
export function hookRulesOf(
  form: HookForm,
  isSent: (key: string) => boolean,
  known: HookRules = NO_RULES,
): HookRules | undefined {
  const sent = Object.entries(KEYS).filter(([key]) => isSent(key));
  if (sent.length === 0) return undefined;
  return { ...known, ...Object.fromEntries(sent.map(([key, rule]) => [rule, form[key as keyof HookForm]])) };
}

/** The rules as a package of API v3 shows them. */
export function hookKeys({ branches, tags, paths, pullRequests }: HookRules) {
  return {
    kopr_webhook_branches: branches,
    kopr_webhook_tags: tags,
    kopr_webhook_paths: paths,
    kopr_webhook_pull_requests: pullRequests,
  };
}
