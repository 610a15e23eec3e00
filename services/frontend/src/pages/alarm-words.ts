/** Alarms of services in words for those who wait because of them. Pure. */
import type { AlarmLine } from './page-data.js';

const WORDS: Readonly<Record<string, string>> = {
  'dist-git disk-full': 'there is no room for more sources. Imports wait, and go on by themselves.',
  'frontend disk-full': 'there is no room for uploads, so they are refused for now. Sources by address are taken.',
  'repo-publisher disk-full': 'there is no room for more results. They wait, and are published as soon as there is.',
};

/** What an alarm means to people; what is not known here, in the service’s own words. */
export function alarmWords({ service, alarm, text }: AlarmLine): string {
  return WORDS[`${service} ${alarm}`] ?? text.replace(/[.\s]*$/, '.');
}
