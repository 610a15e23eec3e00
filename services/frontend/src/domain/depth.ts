/** How deep a value is nested: deeper ones are made to break programs. */

/** Whether a decoded value has more levels of objects and lists than these. Looks no deeper. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}
