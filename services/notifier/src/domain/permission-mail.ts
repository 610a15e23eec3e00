/** The mail that tells owners of a request for permissions, and its maker of their decision. */
import type { Body } from '@kopr/proto';
import type { Mail } from './build-mail.js';
import { html } from './html.js';
import { mailPage } from './mail-page.js';

type PermissionChanged = Body<'permission.changed'>;

const ROLES = ['builder', 'admin'] as const;
const WORDS = { nothing: 'taken away', request: 'asked for', approved: 'approved' } as const;

/** Renders the mail about `fact`. `key` is the same for each telling of it; `domain` is that of the sender's address. */
export function permissionMail(fact: PermissionChanged, key: string, domain: string): Mail {
  const { owner, name } = fact.project;
  const project = `${owner}/${name}`;
  const headline = headlineOf(fact, project);
  const lines = changesOf(fact);
  const why = fact.user === fact.by ? `You can decide about permissions in ${project}.` : 'This is about you.';
  return {
    subject: headline,
    text: `${headline}.\n\n${lines.map((line) => `  ${line}`).join('\n')}\n\n  Page  ${fact.url}\n\n-- \n${why}\n`,
    html: mailPage({
      title: headline,
      headline,
      content: html`<p>${lines.join(', ')}. <a href="${fact.url}">${project}</a></p>`,
      why,
    }),
    messageId: `<permission-${key}@${domain}>`,
    listId: { comment: `Permissions of ${project}`, id: `${name}.${owner.replace('@', 'group_')}.${domain}` },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Kopr-Project': project },
  };
}

function headlineOf({ user, by }: PermissionChanged, project: string): string {
  return user === by ? `${user} asks for permissions in ${project}` : `${by} changed your permissions in ${project}`;
}

/** One line for each role that changed: what it was and what it is. */
function changesOf({ before, after }: PermissionChanged): string[] {
  return ROLES.filter((role) => before[role] !== after[role]).map((role) => `${role}: ${WORDS[after[role]]}`);
}
