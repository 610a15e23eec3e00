/** Whether a repository could change what an image already holds: read from its primary metadata, without dnf. */

/** The address of the primary metadata in repomd.xml, relative to the repository; undefined when there is none. */
export function primaryHref(repomd: string): string | undefined {
  const block = /<data type="primary">([\s\S]*?)<\/data>/.exec(repomd)?.[1];
  return block && /<location[^>]*\bhref="([^"]+)"/.exec(block)?.[1];
}

/** Whether any package of the repository is called like an installed one or obsoletes one: then dnf must decide. */
export function couldReplace(primary: string, installed: ReadonlySet<string>): boolean {
  return namesIn(primary).some((name) => installed.has(name));
}

// <name> of each package, and the entries inside <rpm:obsoletes>.
function namesIn(primary: string): string[] {
  const names = [...primary.matchAll(/<name>([^<]+)<\/name>/g)].map(([, name = '']) => name);
  const obsoletes = [...primary.matchAll(/<rpm:obsoletes>([\s\S]*?)<\/rpm:obsoletes>/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/\bname="([^"]+)"/g)].map(([, name = '']) => name),
  );
  return [...names, ...obsoletes];
}
