/** The rpm macros of a build, as the packager's spec sees them. */
import type { RpmDefinition, SourceDefinition } from '@kopr/proto';
import { oneLine } from './text.js';

/** Copr's macros for every build (owner, project, vendor, build tag); what the definition names wins. */
export function buildMacros(definition: RpmDefinition | SourceDefinition): Record<string, string> {
  const owner = definition.project_owner;
  const kind = owner.startsWith('@') ? 'group' : 'user';
  return {
    copr_username: owner,
    copr_projectname: definition.project_name,
    vendor: `Kopr - ${kind} ${owner}`,
    buildtag: `.copr${definition.build_id}`,
    ...definition.kopr.macros,
  };
}

/**
 * The same for a source, and Copr's additions: no dist tag, since it belongs to no distribution yet; sources are fetched by
 * rpm itself, by the protocols that the definition's macros name.
 */
export function sourceMacros(definition: SourceDefinition): Record<string, string> {
  return {
    ...buildMacros(definition),
    dist: '%{nil}',
    _disable_source_fetch: '0',
    ...definition.kopr.macros,
  };
}

/** The text of `.rpmmacros`. A name that rpm would not take is left out; a value is one line. */
export function renderMacros(macros: Readonly<Record<string, string>>): string {
  return Object.entries(macros)
    .filter(([name]) => isMacroName(name))
    .map(([name, value]) => `%${name} ${oneLine(value)}\n`)
    .join('');
}

/** Whether rpm takes this as a macro's name. */
export function isMacroName(name: string): boolean {
  return /^[A-Za-z_]\w+$/.test(name);
}
