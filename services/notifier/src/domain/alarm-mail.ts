/** The mail that tells who looks after the instance that a service cannot do all of its work, or can again. */
import type { Mail } from './build-mail.js';
import { html } from './html.js';
import { mailPage, oneLine } from './mail-page.js';

/** What was said; times as ISO 8601. `easedAt` null: it rings. */
export interface AlarmWords {
  readonly service: string;
  readonly alarm: string;
  readonly text: string;
  readonly since: string;
  readonly easedAt: string | null;
}

/** What an operator can do, by alarm. */
const ADVICE: Readonly<Record<string, string>> = {
  'disk-full':
    'Make room on the disk of its data, or give it a larger one. Nothing is lost meanwhile, and it goes on by itself.',
};
const OTHER_ADVICE = 'Its log tells more: docker compose logs of that service.';
const WHY = 'You get this mail because you are an admin of this instance.';

/** Renders the mail. `domain` is that of the sender's address. */
export function alarmMail(words: AlarmWords, domain: string): Mail {
  const { service, alarm, text, since, easedAt } = words;
  const headline = easedAt === null ? `Alarm: ${alarm} at ${service}` : `Over: ${alarm} at ${service}`;
  const [told, from, to] = [oneLine(text), moment(since), easedAt === null ? null : moment(easedAt)];
  const times = to === null ? `Since ${from}.` : `From ${from} to ${to}.`;
  const advice = easedAt === null ? (ADVICE[alarm] ?? OTHER_ADVICE) : 'There is nothing to do.';
  return {
    subject: oneLine(headline),
    text: `${oneLine(headline)}\n\n  ${told}\n\n${times}\n${advice}\n\n-- \n${WHY}\n`,
    html: mailPage({
      title: headline,
      headline,
      content: html`<p>${told}</p>
        <p>${times} ${advice}</p>`,
      why: WHY,
    }),
    messageId: `<alarm-${idOf(words)}@${domain}>`,
    listId: { comment: 'Alarms of Kopr', id: `alarms.${domain}` },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Kopr-Alarm': oneLine(`${service} ${alarm}`) },
  };
}

/** The same for each telling of the same word. */
function idOf({ service, alarm, since, easedAt }: AlarmWords): string {
  const times = [since, ...(easedAt === null ? [] : [easedAt])].map((time) => new Date(time).getTime());
  return [service, alarm, ...times].join('-').replace(/[^\w-]/g, '_');
}

function moment(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
