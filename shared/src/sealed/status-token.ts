/** What a token belongs to by which statuses of commits are told to a forge. */

/**
 * For `seal` and `unseal`: the project, and the forge that the token was given for. So the token opens for no other
 * address, whatever becomes of the words around it.
 */
export function statusTokenOf(projectId: number, forge: string, address: string): string {
  return `project ${projectId} status-token ${forge} ${address}`;
}
