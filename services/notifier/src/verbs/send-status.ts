/** Tells one status to its forge. */
import { type Keyring, statusTokenOf, unseal } from '@kopr/shared/sealed';
import type { Forges } from '../channels/forges.js';
import { drop, retryLater, type Sending } from '../domain/sending.js';
import { judgeAnswer } from '../domain/status-answer.js';
import { statusRequest, type StatusWords } from '../domain/status-request.js';

/** Makes the sender of statuses. What it answers never holds the token. */
export function statusSender(keyring: Keyring, forges: Forges) {
  return async (words: StatusWords, token: string): Promise<Sending> => {
    const { project, forge, address } = words;
    const opened = unseal(keyring, token, statusTokenOf(project.id, forge, address));
    // The operator may have forgotten to give the notifier a new key, and mend that.
    if (!opened.ok) return retryLater(`the token cannot be opened: ${opened.reason}`, { others: true });
    const { secret } = opened;
    const request = statusRequest(words, secret);
    const answer = await forges(request);
    const asked = { host: new URL(address).host, token: secret, state: request.body.state, now: new Date() };
    if (answer.ok) return judgeAnswer(answer, asked);
    return answer.forbidden ? drop(answer.problem) : retryLater(answer.problem, { others: false });
  };
}
