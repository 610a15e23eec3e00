/** What may be sent to add or edit a package, with Copr's rules, defaults and texts. */
import { z } from 'zod';
import { patternOf } from '../domain/pattern.js';
import type { PackageRow } from '../store/packages.js';
import { flag, integer, line } from './fields.js';
import { hookFields, hookRulesOf } from './package-hooks.js';

const MAX_TIMEOUT_S = 108_000;
const MAX_BUILDS = 100;
const MAX_NAME_CHARS = 100;
/** More patterns than there are kinds of chroots are a mistake. */
const MAX_PATTERNS = 100;

/** The form; which chroots there are is known only to the database. */
export function packageForm(activeChroots: readonly string[]) {
  const whyNotList = (text: string) => {
    const patterns = patternsOf(text);
    if (patterns.length > MAX_PATTERNS) return `At most ${MAX_PATTERNS} patterns are taken.`;
    const odd = patterns.find((pattern) => !/^[a-z0-9-_*.+]+$/.test(pattern));
    if (odd !== undefined) return `"${odd}" is no pattern of chroots`;
    const lost = patterns.find((pattern) => !activeChroots.some(patternOf(pattern)));
    return lost === undefined ? undefined : `no chroot matched by pattern "${lost}"`;
  };
  return z.object({
    package_name: line({ about: 'needed', example: 'hello' }).superRefine((name, context) => {
      const message = whyNotName(name);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
    webhook_rebuild: flag(false, { about: 'rebuilt when a webhook tells of a change' }),
    chroot_denylist: line({
      about: 'chroots that it is not built for: patterns with commas between',
      check: whyNotList,
    }),
    max_builds: integer({ min: 0, max: MAX_BUILDS, about: 'how many builds are kept; 0: all' }),
    timeout: integer({ min: 0, max: MAX_TIMEOUT_S, about: 'seconds, for builds that do not say' }),
    ...hookFields,
  });
}

/** It becomes a part of paths, so a name of dots alone is none. */
function whyNotName(name = ''): string | undefined {
  if (!/^[-+_.a-zA-Z0-9]+$/.test(name) || /^\.+$/.test(name)) {
    return 'Please enter a valid package name in ^[-+_.a-zA-Z0-9]+$';
  }
  return name.length > MAX_NAME_CHARS ? `Field cannot be longer than ${MAX_NAME_CHARS} characters.` : undefined;
}

function patternsOf(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((pattern) => (pattern.trim() === '' ? [] : [pattern.trim()]));
}

/** What of a package is set besides its source. */
export type PackageSettings = Partial<
  Pick<PackageRow, 'webhookRebuild' | 'hookRules' | 'chrootDenylist' | 'maxBuilds' | 'timeoutS'>
>;

/** The settings that were sent: those that were not, or as null, stay as they are. `known`: those of a package that is edited. */
export function settingsOf(
  form: z.output<ReturnType<typeof packageForm>>,
  body: Readonly<Record<string, unknown>>,
  known: Pick<PackageRow, 'hookRules'> | undefined,
): PackageSettings {
  const isSent = (key: string) => body[key] !== undefined && body[key] !== null;
  const hookRules = hookRulesOf(form, isSent, known?.hookRules);
  return {
    ...(hookRules ? { hookRules } : {}),
    ...(isSent('webhook_rebuild') ? { webhookRebuild: form.webhook_rebuild } : {}),
    ...(isSent('chroot_denylist') ? { chrootDenylist: patternsOf(form.chroot_denylist) } : {}),
    ...(isSent('max_builds') ? { maxBuilds: form.max_builds ?? 0 } : {}),
    // No time at all is no limit that anybody means.
    ...(isSent('timeout') ? { timeoutS: form.timeout === 0 ? null : form.timeout } : {}),
  };
}

/** What was sent, with the stored source's keys where nothing was. An empty body takes nothing over, as Copr's. */
export function withStored(
  body: Readonly<Record<string, unknown>>,
  { sourceParams }: Pick<PackageRow, 'sourceParams'>,
): Record<string, unknown> {
  if (Object.keys(body).length === 0) return {};
  const { type, ...rest } = sourceParams;
  const stored: Record<string, unknown> = { ...rest, scm_type: type };
  const sent = Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
  return { ...stored, ...Object.fromEntries(sent) };
}
