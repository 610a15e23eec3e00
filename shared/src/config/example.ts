/** Renders `.env.example` from the settings themselves, so that a test can hold the file against the code. */
import type { Settings } from './read.js';
import type { Setting } from './setting.js';

/** The settings of one service, under the heading they get in the example. */
export interface SettingGroup {
  readonly service: string;
  readonly settings: Settings;
}

/** The text of `.env.example`: every variable once, first those that several services share. Lines are commented out: all shown are defaults. */
export function envExample(groups: readonly SettingGroup[]): string {
  const users = usersByVariable(groups);
  const shared = [...users.values()].filter((entries) => entries.length > 1);
  const sections = [section('Several services', shared)];
  for (const { service } of groups) {
    const own = [...users.values()].filter((entries) => entries.length === 1 && entries[0]?.service === service);
    sections.push(section(service, own));
  }
  return sections.filter((text) => text !== '').join('\n');
}

interface Use {
  readonly service: string;
  readonly setting: Setting<unknown>;
}

function usersByVariable(groups: readonly SettingGroup[]): Map<string, Use[]> {
  const users = new Map<string, Use[]>();
  for (const { service, settings } of groups) {
    for (const setting of Object.values(settings)) {
      users.set(setting.name, [...(users.get(setting.name) ?? []), { service, setting }]);
    }
  }
  return users;
}

function section(title: string, variables: readonly Use[][]): string {
  if (variables.length === 0) return '';
  return `# ${title}\n\n${variables.map(lines).join('\n')}`;
}

function lines(uses: readonly Use[]): string {
  const [first] = uses;
  if (!first) return '';
  const defaults = new Set(uses.map(({ setting }) => setting.fallback ?? ''));
  const own = defaults.size > 1 ? uses.map(({ service, setting }) => `${service} ${setting.fallback ?? ''}`) : [];
  const must = first.setting.fallback === undefined ? ' (required)' : '';
  return [
    `# ${first.setting.meaning}${must}`,
    ...(own.length > 0 ? [`# Defaults: ${own.join(', ')}`] : []),
    `#${first.setting.name}=${own.length > 0 ? '' : [...defaults][0]}`,
    '',
  ].join('\n');
}
