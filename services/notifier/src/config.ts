/** The notifier's settings. */
import { COMMON, httpPort, setting } from '@kopr/shared/config';

/** By name, with defaults and meanings; values are read by `loadConfig` in main. */
export const SETTINGS = {
  ...COMMON,
  httpPort: httpPort(5006),
  databaseUrl: setting.url({
    name: 'KOPR_DATABASE_URL',
    meaning: 'MariaDB with user, password and the service’s own schema, as mysql://user:password@host:3306/schema',
    secret: true,
  }),
  smtpUrl: setting.url({
    name: 'KOPR_SMTP_URL',
    meaning: 'mail server, as smtp://host:1025 or smtps://user:password@host',
    default: 'smtp://localhost:1025',
    secret: true,
  }),
  mailFrom: setting.text({
    name: 'KOPR_MAIL_FROM',
    meaning: 'sender of mails; its domain also names mail lists and message ids',
    default: 'Kopr <kopr@localhost>',
  }),
  publicAmqpUrl: setting.url({
    name: 'KOPR_PUBLIC_AMQP_URL',
    meaning: 'RabbitMQ with the vhost that anyone may listen to, and a user who may write to its exchange amq.topic',
    default: 'amqp://notifier:notifier@localhost:5672/%2Fpublic_pubsub',
    secret: true,
  }),
  sealingKeys: setting.file({
    name: 'KOPR_SEALING_KEYS_FILE',
    default: '/run/secrets/sealing.keys',
    meaning: 'the frontend’s file of keys that seal the secrets of users',
  }),
  allowPrivateForges: setting.flag({
    name: 'KOPR_ALLOW_PRIVATE_FORGES',
    meaning: 'whether statuses of commits may be sent to forges at private addresses, and by http',
    default: false,
  }),
  topicPrefix: setting.text({
    name: 'KOPR_TOPIC_PREFIX',
    meaning: 'first words of every public topic: <prefix>.copr.build.end',
    default: 'org.kopr.dev',
  }),
} as const;
