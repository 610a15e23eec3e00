/** What maildev received. */
import { MAILDEV } from './stack.js';

/** A mail as maildev's API gives it. */
export interface Mail {
  subject: string;
  text: string;
  to: { address: string }[];
}

/** Every mail that names this build in its subject or text. */
export async function mailsAbout(build: number): Promise<Mail[]> {
  const all = (await (await fetch(`${MAILDEV}/email`)).json()) as Mail[];
  return all.filter(({ subject, text }) => new RegExp(`\\b${build}\\b`).test(`${subject}\n${text}`));
}
