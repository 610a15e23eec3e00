/** Node's inspector, through which whoever reaches it reads all of a process's memory. */

/**
 * Keeps it shut. Node opens it on SIGUSR1, and to send a signal it takes no more than the same user: a Makefile that makes a
 * source runs as root, as the builder does, and the kernel's rules for memory and files do not count for signals.
 */
export function keepInspectorShut(): void {
  // A listener takes the place of Node's own; it has nothing to do.
  process.on('SIGUSR1', () => undefined);
}
