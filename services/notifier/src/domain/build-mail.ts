/** The mail that tells a submitter how a build ended: plain text for reading, HTML with the same words for those who like it. */
import type { Body } from '@kopr/proto';
import { type BuildReport, type ChrootReport, reportOn } from './build-report.js';
import { all, type Html, html } from './html.js';
import { mailPage, oneLine } from './mail-page.js';

/** A mail but for sender and receiver. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for each telling of the same fact, so that a mail that comes twice is seen as one. */
  readonly messageId: string;
  readonly listId: { readonly comment: string; readonly id: string };
  readonly headers: Readonly<Record<string, string>>;
}

const WHY_ME = 'You get this mail because you submitted this build.';

/** Renders the mail about `fact`. `domain` is that of the sender's address and names the lists and ids. */
export function buildMail(fact: Body<'build.ended'>, domain: string): Mail {
  const report = reportOn(fact);
  const { owner, name } = fact.project;
  return {
    subject: oneLine(report.subject),
    text: textOf(report),
    html: htmlOf(report),
    messageId: `<build-${fact.build}.ended${fact.round > 0 ? `-${fact.round}` : ''}@${domain}>`,
    listId: { comment: `Builds of ${owner}/${name}`, id: `${name}.${owner.replace('@', 'group_')}.${domain}` },
    headers: {
      // RFC 3834: no vacation message comes back.
      'Auto-Submitted': 'auto-generated',
      // For people's filters.
      'X-Kopr-Project': `${owner}/${name}`,
      'X-Kopr-Package': fact.package ?? '',
      'X-Kopr-Build': String(fact.build),
      'X-Kopr-State': fact.state,
    },
  };
}

function textOf(report: BuildReport): string {
  return [
    `${report.headline}${stageText(report)}.`,
    ...(report.reason === null ? [] : [indented(report.reason, 2)]),
    [
      `  Project    ${report.project}`,
      `  Build      ${report.build}`,
      `  Submitted  ${report.submitted}, took ${report.took}`,
      `  Page       ${report.url}`,
    ].join('\n'),
    ...report.chroots.map(chrootText),
    `-- \n${WHY_ME}\n`,
  ].join('\n\n');
}

function stageText({ sourceFailed }: BuildReport): string {
  return sourceFailed === null ? '' : `: ${sourceFailed}`;
}

function chrootText({ chroot, state, reason, results, log }: ChrootReport): string {
  return [
    `${chroot}: ${state}`,
    ...(reason === null ? [] : [indented(reason, 2)]),
    ...(results === null ? [] : [`  Results  ${results}`]),
    ...(log === null ? [] : [`  Log      ${log}`]),
  ].join('\n');
}

function htmlOf(report: BuildReport): string {
  const content = html`${report.reason === null ? '' : reasonHtml(report.reason)}
    <p>
      Project ${report.project}, build <a href="${report.url}">${report.build}</a>, submitted ${report.submitted}, took
      ${report.took}.
    </p>
    <ul>
      ${all(report.chroots.map(chrootHtml))}
    </ul>`;
  return mailPage({ title: report.subject, headline: report.headline + stageText(report), content, why: WHY_ME });
}

function chrootHtml({ chroot, state, reason, results, log }: ChrootReport): Html {
  return html`<li>
    <b>${chroot}</b>: ${state}${reason === null ? '' : reasonHtml(reason)}${link(results, 'results')}${link(log, 'log')}
  </li> `;
}

function reasonHtml(reason: string): Html {
  return html`<pre style="white-space: pre-wrap; border-left: 3px solid #c9190b; padding-left: 0.75em">${reason}</pre>`;
}

function link(url: string | null, word: string): Html {
  return url === null ? html`` : html` <a href="${url}">${word}</a>`;
}

function indented(text: string, by: number): string {
  return text.trimEnd().replace(/^/gm, ' '.repeat(by));
}
