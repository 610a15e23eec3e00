/** What maildev received. */
import { MAILDEV } from './stack.js';

/** A mail as maildev's API gives it. */
export interface Mail {
  subject: string;
  text: string;
  to: { address: string }[];
}

/** Every mail that links this build's page. */
export async function mailsAbout(build: number): Promise<Mail[]> {
  const all = (await (await fetch(`${MAILDEV}/email`)).json()) as Mail[];
  return all.filter(({ text }) => new RegExp(`/build/${build}$`, 'm').test(text));
}
