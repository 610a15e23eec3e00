/** Module streams that a chroot switches on or off: `name:stream`, with `!` before those to be off. */

/** More than any distribution has. */
const MAX_MODULES = 100;
const MAX_CHARS = 200;

/** The items of a list, or of one text in which commas divide them. */
export function splitModules(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(',')).flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
}

/** What is wrong with them, in Copr's words where it has some; the first trouble only. */
export function whyNotModules(texts: readonly string[]): string | undefined {
  const modules = splitModules(texts);
  if (modules.length > MAX_MODULES) return `At most ${MAX_MODULES} modules are taken.`;
  const seen = new Set<string>();
  for (const module of modules) {
    const wrong = whyNotModule(module, seen);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function whyNotModule(module: string, seen: Set<string>): string | undefined {
  const parts = withoutMark(module).split(':');
  const [name = ''] = parts;
  if (parts.length !== 2) {
    return `Module name '${module.slice(0, MAX_CHARS)}' must consist of two parts separated with colon, e.g. module:stream`;
  }
  if (module.length > MAX_CHARS || !parts.every((part) => /^[\w+][\w.+-]*$/.test(part))) {
    return `Module '${module.slice(0, MAX_CHARS)}' may have letters, digits and . _ + - in both parts`;
  }
  if (seen.has(name)) return `Module name '${name}' specified multiple times`;
  seen.add(name);
  return undefined;
}

function withoutMark(module: string): string {
  return module.startsWith('!') ? module.slice(1).trim() : module;
}

/** What builders do about a module. */
export type Toggle = { readonly enable: string } | { readonly disable: string };

/** The same as a task's definition says it, in the order that was chosen. */
export function togglesOf(modules: readonly string[]): Toggle[] {
  return modules.map((module) =>
    module.startsWith('!') ? { disable: withoutMark(module) } : { enable: withoutMark(module) },
  );
}
