/** The HTML half of every mail: small, without style sheets or pictures, readable in any program. */
import { html, type Html } from './html.js';

/** What it says. */
export interface MailPage {
  /** For programs that show it. */
  readonly title: string;
  readonly headline: string;
  readonly content: Html;
  /** Why the receiver gets it. */
  readonly why: string;
}

/** The whole document. */
export function mailPage({ title, headline, content, why }: MailPage): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>${title}</title>
      <body style="font-family: sans-serif; line-height: 1.5; max-width: 45em">
        <h1 style="font-size: 1.25em">${headline}</h1>
        ${content}
        <p style="color: #6a6e73"><small>${why}</small></p>
      </body>
    </html> `.markup;
}

/** A header field is one line, whatever things are called. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
