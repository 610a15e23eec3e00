/** Whether a repository is in devel mode: a build's order may be older than the last word about that. */

/** The mode from this order on. `known`: until now, null when nobody ever said; then any order's word counts. */
export function develModeAfter(known: boolean | null, verb: string, asked: boolean): boolean {
  return setsDevelMode(verb) ? asked : (known ?? asked);
}

/** Whether the order says how the repository is from then on. Only a build's settings are as old as its submission. */
export function setsDevelMode(verb: string): boolean {
  return verb !== 'publish';
}
