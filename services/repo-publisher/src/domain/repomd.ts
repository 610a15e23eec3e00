/** What we need to know of a repomd.xml; it is our own or createrepo_c's, so a pattern does. */

/** File names (below `repodata/`) that a repomd.xml refers to. */
export function filesOf(repomd: string): string[] {
  return [...repomd.matchAll(/<location\b[^>]*\bhref="repodata\/([^"/]+)"/g)].flatMap(([, name]) => name ?? []);
}

/** Whether it holds package groups. */
export function hasGroups(repomd: string): boolean {
  return /<data type="group/.test(repomd);
}
