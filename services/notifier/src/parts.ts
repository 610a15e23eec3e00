/** What the notifier is made of, in the order in which it starts; apart from `main`, so that tests run the same. */
import type { MessageType } from '@kopr/proto';
import type { Bus, Handler } from '@kopr/shared/bus';
import type { ConfigOf } from '@kopr/shared/config';
import type { Log } from '@kopr/shared/log';
import { relayOutbox } from '@kopr/shared/outbox';
import { readKeyring } from '@kopr/shared/sealed';
import type { Loop, Part } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { forges } from './channels/forges.js';
import { publicTopics } from './channels/public-topics.js';
import { smtp } from './channels/smtp.js';
import type { SETTINGS } from './config.js';
import { onBuildEnded } from './consumers/on-build-ended.js';
import { onPermissionChanged } from './consumers/on-permission-changed.js';
import { onServiceAlarmed } from './consumers/on-service-alarmed.js';
import { onServiceEased } from './consumers/on-service-eased.js';
import { onStatusRequested } from './consumers/on-status-requested.js';
import { onTaskBegan } from './consumers/on-task-began.js';
import { onTaskEnded } from './consumers/on-task-ended.js';
import { onUserChanged } from './consumers/on-user-changed.js';
import type { PublicMessage } from './domain/public-message.js';
import { deliver } from './loops/deliver.js';
import { deliverStatuses } from './loops/deliver-statuses.js';
import { prune } from './loops/prune.js';
import { mailSender, type MailContent } from './verbs/send-mail.js';
import { statusSender } from './verbs/send-status.js';
import { topicSender } from './verbs/send-topic.js';

/** `pid` is told as that of Copr's worker in public messages. */
export interface NotifierOptions {
  readonly config: ConfigOf<typeof SETTINGS>;
  readonly db: DataSource;
  readonly bus: Bus;
  readonly log: Log;
  readonly pid: number;
}

/** Wires all of it. The database comes opened, since everything stands on it. */
export function notifierParts({ config, db, bus, log, pid }: NotifierOptions): Part[] {
  const speaker = { prefix: config.topicPrefix, pid };
  const server = smtp({ url: config.smtpUrl, from: config.mailFrom, log });
  const topics = publicTopics({ url: config.publicAmqpUrl, log });
  const sendMail = mailSender(db, server);
  const sendTopic = topicSender(topics);
  const mails = deliver({ db, channel: 'mail', log, send: (content) => sendMail(content as MailContent) });
  const messages = deliver({ db, channel: 'topic', log, send: (content) => sendTopic(content as PublicMessage) });
  const sendStatus = statusSender(readKeyring(config.sealingKeys), forges({ allowPrivate: config.allowPrivateForges }));
  const statuses = deliverStatuses({ db, log, send: sendStatus });
  bus.consume('task.began', thenWake(onTaskBegan(db, speaker), messages));
  bus.consume('task.ended', thenWake(onTaskEnded(db, speaker), messages));
  bus.consume('build.ended', thenWake(onBuildEnded(db), mails));
  bus.consume('permission.changed', thenWake(onPermissionChanged(db), mails));
  bus.consume('status.requested', thenWake(onStatusRequested(db), statuses));
  bus.consume('service.alarmed', onServiceAlarmed(db));
  bus.consume('service.eased', onServiceEased(db));
  // A mail may be waiting for its receiver's address.
  bus.consume('user.changed', thenWake(onUserChanged(db), mails));
  const loops = [mails, messages, statuses, prune({ db, log })];
  return [database(db), server, topics, ...loops, bus, relayOutbox(db, bus, log)];
}

/** What a handler has put in line goes out at once: the loop hears of it when the transaction is over. */
function thenWake<T extends MessageType>(handle: Handler<T>, loop: Loop): Handler<T> {
  return async (body, meta) => {
    const fate = await handle(body, meta);
    loop.wake();
    return fate;
  };
}

/** Opened before the parts are made; closed after the last of them. */
function database(db: DataSource): Part {
  return { name: 'database', start: () => Promise.resolve(), stop: () => db.destroy() };
}
