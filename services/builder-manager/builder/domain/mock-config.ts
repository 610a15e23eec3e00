/** mock's configuration of one build: the chroot's own file, plus what the task's definition changes. Data in, text out. */
import type { RpmDefinition, SourceDefinition } from '@kopr/proto';
import { buildMacros, isMacroName, sourceMacros } from './macros.js';
import { moduleToggles } from './module-toggles.js';
import { renderRepo, type BuildRepo } from './repo-file.js';
import { oneLine } from './text.js';

type Value = string | boolean | readonly (readonly [string, string])[];

/** One assignment: `config_opts['a']['b'] = value`. */
interface Setting {
  readonly path: readonly string[];
  readonly value: Value;
}
export interface MockConfig {
  /** The file to start from. */
  readonly include: string;
  readonly settings: readonly Setting[];
  readonly repos: readonly BuildRepo[];
}

const COMMON: readonly Setting[] = [
  set(true, 'plugin_conf', 'tmpfs_opts', 'keep_mounted'),
  // Packing a cache of the root takes longer than filling it, and this container is thrown away.
  set(false, 'plugin_conf', 'root_cache_enable'),
  // Unless it is a terminal mock keeps rpmbuild's output to itself, and the live log would say nothing.
  set(true, 'print_main_output'),
];

/** What the definition asks of mock, in Copr's order. What it leaves at its default is left to the included file. */
export function mockConfigOf(definition: RpmDefinition, repos: readonly BuildRepo[]): MockConfig {
  return {
    include: `/etc/mock/${definition.kopr.mock_config ?? definition.chroot}.cfg`,
    settings: [
      ...COMMON,
      // Assigning replaces the included file's value, as Copr's own builder does.
      ...when(
        definition.buildroot_pkgs.length > 0,
        set(definition.buildroot_pkgs.join(' '), 'chroot_additional_packages'),
      ),
      ...networkSettings(definition.enable_net),
      ...when(definition.isolation !== 'default', set(definition.isolation, 'isolation')),
      ...macroSettings(buildMacros(definition)),
      ...bootstrapSettings(definition),
      ...moduleSettings(definition.modules),
    ],
    repos,
  };
}

/** What a script that makes a source needs of mock: the chroot's root as it is, with the network. */
export function scriptMockConfigOf(definition: SourceDefinition, repos: readonly BuildRepo[]): MockConfig {
  const { kopr, chroot } = definition;
  return {
    include: `/etc/mock/${kopr.mock_config ?? chroot ?? ''}.cfg`,
    settings: [...COMMON, ...networkSettings(true), ...macroSettings(sourceMacros(definition))],
    repos,
  };
}

/** The file's text: Python that assigns literals only. */
export function renderMockConfig({ include, settings, repos }: MockConfig): string {
  const lines = settings.map(
    ({ path, value }) => `config_opts${path.map((key) => `[${quote(key)}]`).join('')} = ${literal(value)}`,
  );
  const added = repos.map((repo) => `config_opts['dnf.conf'] += ${literal(`\n${renderRepo(repo)}`)}`);
  return [`include(${quote(include)})`, ...lines, ...added, ''].join('\n');
}

function networkSettings(isOn: boolean): Setting[] {
  return [set(isOn, 'rpmbuild_networking'), set(isOn, 'use_host_resolv')];
}

function macroSettings(macros: Readonly<Record<string, string>>): Setting[] {
  const named = Object.entries(macros).filter(([name]) => isMacroName(name));
  return named.map(([name, value]) => set(oneLine(value), 'macros', `%${name}`));
}

function bootstrapSettings({ bootstrap = 'default', bootstrap_image: image }: RpmDefinition): Setting[] {
  const flags = BOOTSTRAP[bootstrap];
  if (!flags) return [];
  return [
    set(flags[0], 'use_bootstrap'),
    set(flags[1], 'use_bootstrap_image'),
    ...when(flags[1] && image !== undefined, set(image ?? '', 'bootstrap_image')),
  ];
}

// use_bootstrap, use_bootstrap_image
const BOOTSTRAP: Readonly<Record<string, readonly [boolean, boolean]>> = {
  on: [true, false],
  off: [false, false],
  image: [true, true],
  custom_image: [true, true],
};

function moduleSettings(modules: unknown): Setting[] {
  const toggles = moduleToggles(modules);
  return when(toggles.length > 0, set(toggles, 'module_setup_commands'));
}

function set(value: Value, ...path: string[]): Setting {
  return { path, value };
}

function when(condition: boolean, setting: Setting): Setting[] {
  return condition ? [setting] : [];
}

function literal(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quote(withoutTemplates(value));
  return `[${value.map((pair) => `(${pair.map((part) => quote(withoutTemplates(part))).join(', ')})`).join(', ')}]`;
}

// A JSON string is a Python string, too.
function quote(text: string): string {
  return JSON.stringify(text);
}

/**
 * mock expands Jinja templates in every value, and what comes out again, with Python at hand and as root. No way of writing
 * them survives that, so a packager's braces are set apart: a template never begins.
 */
export function withoutTemplates(text: string): string {
  return text.replace(/\{(?=[{%#])/g, '{ ');
}
