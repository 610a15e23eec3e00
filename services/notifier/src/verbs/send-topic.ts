/** Publishes one public message. */
import type { PublicTopics } from '../channels/public-topics.js';
import type { PublicMessage } from '../domain/public-message.js';
import { retryLater, type Sending, sent } from '../domain/sending.js';

/** Makes the sender of public messages. A refusal is always about the broker: every message is valid by construction. */
export function topicSender(topics: PublicTopics) {
  return async (message: PublicMessage): Promise<Sending> => {
    try {
      await topics.publish(message);
      return sent;
    } catch (error) {
      return retryLater(String(error), { others: false });
    }
  };
}
