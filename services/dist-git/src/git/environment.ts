/** What every git process of ours gets: no configuration of the machine, no hooks, no prompts, little memory. */

const CONFIG: readonly (readonly [string, string])[] = [
  ['safe.directory', '*'],
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['gc.auto', '0'],
  // Each import stays one pack; loose objects would cost another process, and readers a file each.
  ['fastimport.unpackLimit', '1'],
  ['tar.umask', '0022'],
  ['http.receivepack', 'false'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  // What is kept for builders is nobody's branch; whoever knows a commit gets it all the same.
  ['transfer.hideRefs', 'refs/kopr'],
  ['transfer.advertiseSID', 'false'],
  // Larger contents are streamed, not held, unless they were pushed as a difference; `bounded.ts` ends what these do not.
  ['core.bigFileThreshold', '16m'],
  ['core.packedGitWindowSize', '16m'],
  ['core.packedGitLimit', '64m'],
  ['core.deltaBaseCacheLimit', '32m'],
  ['pack.windowMemory', '64m'],
  ['pack.deltaCacheSize', '32m'],
  ['pack.threads', '1'],
];

/** The whole environment; `extra` for what one command needs. */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const config = CONFIG.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(CONFIG.length),
    ...Object.fromEntries<string>(config),
    ...extra,
  };
}
